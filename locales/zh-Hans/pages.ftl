# 页面上的文字。语气：平实、友善，不用行话。
app-name = 值班
skip-to-content = 跳到正文
language-switch = 语言
sign-in = 登录
sign-out = 退出
sign-in-email = 电子邮箱
sign-in-password = 密码
sign-in-hint = 顾问和志愿者不需要登录：请打开邮件里的链接。
sign-in-wrong = 邮箱或密码不对，请再试一次。
sign-in-too-often = 试的次数太多了。请过 { $seconds } 秒再试。
telephone = 电话

start-title = 值班表
start-signed-out = 请先登录，再查看您所在区的值班表。
start-nothing-yet = 这里还没有任何区。第一步：请管理员导入城市的 Excel 工作簿。
start-import = 导入城市工作簿（Excel）
start-no-month = 还没有排过任何月份。
start-not-generated = 还没有生成
start-figures = { pages-duties }，已安排 { $covered } 个，缺人 { $uncovered } 个
start-api = 给程序用的接口：
start-api-docs = 接口文档
pages-duties = { $count } 个值班

roster-state-draft = 草稿
roster-state-solving = 正在排班
roster-state-proposed = 待发布
roster-state-published = 已发布
roster-version = 第 { $count } 版

figure-duties = 值班
figure-covered = 已安排
figure-below-ideal = 少于理想人数
figure-uncovered = 缺人
figure-unanswered = 未答复
figure-turns = 每人次数
proof-optimal = 已证明没有更好的排法（用时 { $seconds } 秒）。
proof-recounted = 证明已由另一程序重新核算。
proof-by-engine = 由求解器 HiGHS 证明，未再次核算。
proof-together = 这是与同时排班的共 { $count } 个区合计。
proof-gap = 已证明最多再好 { $percent }%（用时 { $seconds } 秒）。
gaps-title = { $count } 个值班缺人

view-switch = 查看方式
view-grid = 表格
view-list = 按日期
legend-title = 图例
station = 法律之家

coverage-uncovered = 缺人
coverage-replacing = 正在找人替换
coverage-absent = 缺席
coverage-below-ideal = 少于理想人数
coverage-proposed = 已安排，未通知
coverage-asked = 等待答复
coverage-confirmed = 已确认
coverage-served = 已完成
answer-proposed = 未通知
answer-asked = 等待答复
answer-confirmed = 已确认
answer-declined = 不能来
answer-lapsed = 逾期未答
answer-replaced = 已由他人接替
answer-served = 已完成
answer-absent = 缺席
answer-withdrawn = 已取消

duty-missing = 缺 { $count } 人
duty-moved-from = 原为 { $date }，因节假日调整
gap-reason-nobody_in_pool = 没有这一类的人员。
gap-reason-nobody_skilled = 这类人员中没有人具备所需专长。
gap-reason-nobody_speaks = 具备专长的人中没有人会所需语言。
gap-reason-nobody_near = 合适的人都离得太远，或不去这个法律之家。
gap-reason-nobody_free = 合适的人这个时间都没空。
gap-reason-all_at_limit = 有空的人当时另有值班，或已到次数上限。
gap-reason-no_supervisor = 没有带班的人在场。
gap-reason-costs_more = 有人可以来，但代价大于好处。

half-am = 上午
half-pm = 下午
half-evening = 晚上
half-day = 全天
day-off = 放假
day-work = 调休上班
day-off-badge = 休
day-work-badge = 班

column-date = 日期
column-time = 时间
column-duty = 值班
column-people = 人员
station-not-published = 这个月还没有发布，人员可能变动。
station-empty = 这个月这里没有值班。
station-print-hint = 可直接打印（A4 纸）。

own-title = 您的值班
own-greeting = { $name }，您好！
own-open = 有 { $count } 个值班等您答复。
own-confirm-all = 全部可以来
own-confirm = 可以来
own-cannot = 这次来不了
own-reason = 原因（可不填）
own-decline-hint = 我们会马上另找一位，不需要您再做什么。
own-decline = 确定来不了
own-all-answered = 都已答复，谢谢您！
own-empty = 您这个月没有值班。
own-done-confirmed = 谢谢！已记下：您可以来。
own-done-all-confirmed = 谢谢！已全部确认。
own-done-declined = 已记下，我们正在另找一位。谢谢您告诉我们。
own-together = 同班：{ $names }

appointment-title = 您的预约
appointment-booked = 已为您约好
appointment-where = 地点
appointment-by-video = 视频（到时间我们会联系您）
appointment-with = 接待您的人
appointment-interpreter = 翻译：
appointment-language = 语言
appointment-topic = 事项
appointment-code = 您的编号
appointment-bring = 请带上身份证件和有关材料。如果来不了，请打电话或回复我们的信，好把时间让给别人。
appointment-waiting = 已收到，正在为您安排
appointment-waiting-detail = 您已在等候名单上。我们正在找合适的时间，和会您语言的人或翻译。一有安排就写信告诉您；没有邮箱的，会打电话。很急的话，请直接到最近的法律之家。
appointment-withdrawn = 这个请求已经撤销
appointment-state-cancelled = 这次预约已取消
appointment-state-moved = 这次预约已改到别的时间
appointment-state-attended = 这次预约已完成
appointment-state-missed = 这次预约已过时间

own-state-asked = 请答复
list-separator = 、

import-title = 导入工作簿
import-file = 城市工作簿
import-hint = Excel 文件（.xlsx）。只要有一处不对就什么都不导入，并在这里列出每个有误的单元格。
import-button = 导入
import-check-button = 只检查
import-example = 还没有工作簿？
import-example-link = 下载示例（虚构的城市）
import-done = 已导入。
import-done-unchanged = 已导入。内容都已经有了，没有变化。
import-checked = 内容都正确。这次没有导入；如果导入，结果如下：
import-checked-unchanged = 内容都正确，而且都已经有了：导入不会带来变化。
import-sheet = 工作表
import-new = 新增
import-changed = 修改
import-unchanged = 未变
import-row = 行
import-column = 列
import-value = 单元格内容
import-said = 哪里不对，怎样才对
import-more = 另外还有 { $count } 处不对，改好这些以后再显示。
notice-back = 返回
start-set-up-month = 再设置一个月
start-set-up = 设置
figure-confirmed = 确认能来
figure-declined = 来不了

steps-title = 现在做什么
step-draft = 月份已设置好。下一步：生成值班表，最多需要 { $seconds } 秒，您可以看着它进行。
step-generate = 生成值班表
step-generate-again = 重新生成
step-generating = 正在生成值班表
step-publishing = 正在发布值班表
step-waits = 正在排队。
step-again-by-itself = 刚才没有成功，会自动再试。
step-may-leave = 本页会自动刷新。您也可以离开，工作会继续进行。
step-cancel = 取消
step-proposed = 每个值班都有人了，还没有通知任何人。没有问题就发布。
step-proposed-gaps = 还没有通知任何人。请看看哪些值班缺人；没有问题就发布。
step-outdated = 生成之后又指定或排除了人。请重新生成，让值班表照办，然后才能发布。
step-publish = 发布……
step-publish-letters = 将有 { $count } 人收到邮件，请他们确认自己的值班。
step-publish-gaps = 还有 { $count } 个值班缺人。
step-publish-once = 邮件发出后不能收回，这个月也不能再重新生成。
step-publish-yes = 确定发布并发送邮件
step-telephone = 有 { $count } 人没有可用的邮箱，请打电话通知。
step-generating-failed = 上次没有生成成功。
step-publishing-failed = 没有发布成功。
step-failed-advice = 请再试一次。还是不行的话，请告诉管理这个系统的人。
step-failed-cause = 给系统管理人员看的信息
clash-title =
    { $count ->
        [1] 下面这一项做不到：
       *[other] 下面这些无法同时做到：
    }
clash-pin = { $person } 被指定到 { $date } { $time }，{ $station }
clash-series = { $person } 要担任{ $station }“{ $duty }”的全部值班
clash-elsewhere = { $person } 在别的区已有安排
clash-because = 原因：
clash-rule-one-option = 这些班次属于同一固定值班的不同日子，只能选其中一种。
clash-rule-seats = 这个班次没有这么多名额。
clash-rule-pool = 这个人这个月不参加值班，或者不属于该班次要求的人员类别。
clash-rule-skills = 这个人缺少该班次需要的专长。
clash-rule-languages = 这个人不会说该班次需要的语言。
clash-rule-station = 这个人不去这个站点，或者住得太远。
clash-rule-windows = 这个人那时没有空。
clash-rule-overlap = 班次时间重叠，或者中间的空隙不够赶到另一个站点。
clash-rule-most-turns = 会超过这个人一天、一周或一个月愿意值的班次数。
clash-rule-most-stations = 会超过这个人愿意去的站点数。
clash-rule-longest-run = 会超过这个人愿意连续值班的天数。
clash-rule-most-weekends = 会超过这个人愿意值班的周末数。
clash-rule-supervision = 旁边必须有人带，但那时没有人。
clash-rule-holder = 负责固定值班的人必须能胜任其中全部班次。
clash-rule-bans = 这个人被排除在该班次之外。
clash-advice =
    { $count ->
        [1] 请取消这一项，或先确认这个人到时可以来，然后重新生成。
       *[other] 请取消其中一项，或先确认这些人到时可以来，然后重新生成。
    }
solve-phase-starting = 正在排出第一个方案。
solve-phase-solving = 正在寻找更好的方案。
solve-phase-proving = 正在证明目前的方案有多好。
solve-phase-auditing = 正在核对方案。
solve-incumbent = 目前最好的方案：{ $count } 分（越低越好）。
solve-so-far = 目前最好的方案：{ $incumbent } 分（越低越好）；已证明不可能低于 { $bound } 分，最多还能再好 { $percent }%。
solve-seconds = 已用 { $seconds } 秒，最多 { $limit } 秒
duty-pinned = 已指定
