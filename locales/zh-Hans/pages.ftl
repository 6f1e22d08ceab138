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
start-nothing-yet = 这里还没有任何区。第一步：用接口“import”导入城市的 Excel 工作簿。
start-no-month = 还没有排过任何月份。
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
appointment-by-video = 视频（链接会发到您的邮箱）
appointment-with = 接待您的人
appointment-interpreter = 翻译：
appointment-language = 语言
appointment-topic = 事项
appointment-code = 您的编号
appointment-bring = 请带上身份证件和有关材料。如果来不了，请打电话告诉我们，好把时间让给别人。
appointment-waiting = 还在为您安排
appointment-waiting-detail = 现在还没有合适的时间和会您语言的人。您已在等候名单上，一有安排就会通知您。很急的话，请直接到最近的法律之家，或打电话。
appointment-state-cancelled = 这次预约已取消
appointment-state-moved = 这次预约已改到别的时间
appointment-state-attended = 这次预约已完成
appointment-state-missed = 这次预约已过时间

own-state-asked = 请答复
list-separator = 、
