# 页面上的文字。语气：平实、友善，不用行话。
app-name = 值班
skip-to-content = 跳到正文
language-switch = 语言
sign-in = 登录
sign-out = 退出
sign-in-email = 电子邮箱
sign-in-password = 密码
sign-in-hint = 顾问和志愿者不需要登录：请打开邮件里的链接。
password-title = 设置密码
password-new = 新密码
password-hint = 至少 { $least } 个字符。几个互不相干的词连起来，既好记又安全。
password-button = 保存密码
sign-in-wrong = 邮箱或密码不对，请再试一次。
sign-in-too-often = 试的次数太多了。请过 { $seconds } 秒再试。
telephone = 电话

start-title = 值班表
start-signed-out = 请先登录，再查看您所在区的值班表。
start-nothing-yet = 这里还没有任何区。第一步：请管理员导入城市的 Excel 工作簿。
start-import = 用文件导入和下载各类列表
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

calendar-provisional = { $year }年的放假安排尚未公布，本月的日子还可能变动。
calendar-missing = 没有{ $year }年的放假安排。请在排班之前载入当年的日历。
calendar-away = { $first }至{ $last }：本区的{ $pools }不能值班（{ $name }）。
law-ahead-title = 本月有 { $count } 项达不到法定要求
law-under-title = 有 { $count } 项不符合法定要求
law-read = 查看规定
law-override = 第 { $version } 版在不符合法定要求的情况下发布：{ $by }，{ $date }
minimum-hours-ahead = { $name }：本月{ $pool }的值班全部排满也只有在站 { $found } 小时，法定每月至少 { $value } 小时（{ $source }）。
minimum-hours-held = { $name }：本月{ $pool }在站 { $found } 小时，法定每月至少 { $value } 小时（{ $source }）。
minimum-stations-ahead = { $name }：本月已定在 { $found } 个站点值班，法定最多 { $value } 个（{ $source }）。
minimum-stations-held = { $name }：本月在 { $found } 个站点值班，法定最多 { $value } 个（{ $source }）。
minimum-somebody = 一名人员
minimum-source = { $source }，{ $document }
minimum-closed = 该站点本月停开 { $count } 天。
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
view-excel = Excel
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

roster-book-people = 人员
roster-book-stations = 站点
roster-book-name = 名称
roster-book-code = 代码
roster-book-pool = 人员类别
roster-book-turns = 值班次数
roster-book-weekend = 周末
roster-book-not-set-up = 本区还没有设置这个月。
roster-book-not-generated = 本区已经设置这个月，但还没有生成值班表。

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
own-account-even = 您的账目：到目前为止与约定的次数相同。
own-account-owed = 您的账目：到目前为止比约定少 { $count } 次，以后几个月会补上。
own-account-ahead = 您的账目：到目前为止比约定多 { $count } 次，以后几个月会少安排。

appointment-title = 您的预约
appointment-booked = 已为您约好
appointment-falls-through = 原定接待您的人来不了，或者站点那时不开放。我们正在想办法，一有结果就写信告诉您。您不用做什么。
appointment-where = 地点
appointment-by-video = 视频（到时间我们会联系您）
appointment-by-video-untold = 视频（按您的要求，我们不打电话：请在站点问清怎样联系我们）
appointment-with = 接待您的人
appointment-interpreter = 翻译：
appointment-mediators = { $count ->
       *[other] 调解员：
    }
appointment-language = 语言
appointment-topic = 事项
appointment-code = 您的编号
appointment-bring = 请带上身份证件和有关材料。如果来不了，请在这里或打电话告诉我们，好把时间让给别人。
appointment-waiting-untold = 我们每天夜里都会再找，找到的时间最多为您保留七天。按您的要求，我们不写信也不打电话：请再来看这一页，或凭编号到站点询问。很急的话，请直接到最近的法律之家。
appointment-quiet = 到时间我们会联系您：请找一个安静的地方，把有关材料放在手边。如果到时不方便，请在这里或打电话告诉我们，好把时间让给别人。
appointment-waiting = 已收到，正在为您安排
appointment-waiting-detail = 我们正在找合适的时间，和会您语言的人或翻译。没有邮箱的，会打电话。很急的话，请直接到最近的法律之家。
resident-further = 还需要再谈一次吗？
resident-further-same = 还是这位人员
resident-further-any = 谁先有时间都可以
resident-look = 看看现在有哪些时间
resident-look-move = 改时间
resident-cannot = 我来不了
resident-cancel-another = 取消，请另找时间
resident-cancel = 取消，不再需要
resident-offered = 为您找到了一个时间
resident-offered-detail = 请告诉我们您要不要。没有答复，这个时间会让给别人，您仍在等候名单上。
resident-offer-late = 为您保留的时间已经到期。看看现在还有哪些时间。
resident-free = 现在有这些时间，哪个合适？
resident-free-move = 可以改到
resident-take = 就这个时间
resident-move = 改到这个时间
resident-not-this = 这个时间不行
resident-refuse-another = 请另找时间
resident-withdraw = 我不再需要帮助
resident-leave = 不再需要了？
resident-nothing = 现在没有空的时间
resident-wider = 只要改变其中一项，马上就能约到：
resident-wider-how = 请打电话或回复我们的信，我们替您改。
resident-wanted = 您想再见{ $adviser }，所以我们只找这位人员的时间。
resident-wanted-gone = 您上次见的{ $adviser }已不能再为您服务。我们正在为您另找一位。
resident-any = 换一位也可以
resident-any-helps = 现在有另一位人员有时间。
resident-done-any = 记下了：换一位也可以。
resident-taken = 刚才被别人约走了。现在的情况见下面。
resident-gone = 那个时间已不再为您保留。现在的情况见下面。
resident-done-booked = 谢谢！已经约好，我们会把详情写信给您。
resident-done-moved = 预约已改，我们会把新的时间写信给您。
resident-done-booked-untold = 谢谢！已经约好。按您的要求，我们不写信：请记住时间，或再来看这一页。
resident-done-moved-untold = 预约已改。按您的要求，我们不写信：请记住新的时间，或再来看这一页。
resident-done-refused = 记下了。您在等候名单上，我们另找时间。
resident-done-cancelled = 记下了：预约已取消。谢谢您告诉我们。
resident-done-withdrawn = 记下了。您不用再做什么。
appointment-withdrawn = 这个请求已经撤销
appointment-state-cancelled = 这次预约已取消
appointment-state-moved = 这次预约已改到别的时间
appointment-state-attended = 这次预约已完成
appointment-state-missed = 这次预约已过时间

rating-title = 这次怎么样？
rating-lead = 您来过我们这里。只有两个问题，半分钟就好：您的回答能帮我们做得更好。
rating-counted = 您的回答只和别人的合在一起统计，接待您的人看不到您说了什么。
rating-helped = 这次对您的事情有帮助吗？
rating-helped-5 = 很有帮助，都解决了
rating-helped-4 = 大部分有帮助
rating-helped-3 = 有一部分帮助
rating-helped-2 = 帮助不大
rating-helped-1 = 完全没有帮助
rating-understood = 对方听懂您了吗？您听懂对方了吗？
rating-understood-5 = 全都懂了
rating-understood-4 = 大部分懂了
rating-understood-3 = 懂了一部分
rating-understood-2 = 只懂了一点
rating-understood-1 = 完全没懂
rating-send = 提交
rating-missing = 两个问题请各选一个回答。
rating-thanks = 谢谢您！
rating-noted = 您的回答已记下，不用再做什么。
rating-answered = 您已经回答过了，谢谢！
rating-change = 修改我的回答

ask-title = 请人来看看
ask-more = 再补充几句
ask-why = 时间是程序找的，也由程序保留。如果您不同意结果，或者想知道为什么，可以请人来看看。
ask-promise = 您写的话由法律服务的工作人员看，顾问和志愿者看不到。最迟{ $until }给您答复，写信或打电话，答复也会显示在这里。
ask-promise-untold = 您写的内容由法律服务的工作人员阅读，顾问和志愿者看不到。最迟{ $until }会有答复，只显示在这一页上：按您的要求，我们不写信也不打电话。
ask-about = 关于什么？
ask-about-none = 整件事
ask-words = 您想问什么（可不填）
ask-send = 请人来看看
ask-done = 谢谢！您的问题已经交给工作人员，不用再做什么。
ask-long = 太长了，请不要超过 1000 个字。
ask-full = 您问的已经不少，都交给工作人员了。请等候答复。
ask-waits = 您在{ $since }请人来看看。最迟{ $until }给您答复。
ask-answered = 工作人员{ $when }的答复

questions-title = 有 { $count } 位居民请人来看看
questions-since = { $since }提出
questions-late = 已超时
conflict-title = 可能有利益冲突的预约
conflict-lead = 这些居民的对方当事人，与所见顾问或其律所的某位客户同名。也可能只是同名，请核实。不改的预约会列到时间过去为止。
conflict-item = { $when }，{ $place }，与{ $people }
conflict-other-time = 另找时间
held-title = 须当面告诉不能写信的居民
held-lead = 请不要写信或打电话：那可能伤害到他们。等他们来时当面告诉他们；保留的时间他们也可以在自己的页面上约定。
held-item = { $when }，{ $place }：保留到{ $until }
held-fallen = { $when }，{ $place }：不能如期进行了，正在等候别的时间
held-by-video = 视频
ending-title = 即将到期的证件和批准
ending-lead = 到期第二天起不再安排这些人值班。请在到期前通过导入录入新的。
ending-when = { $date }（{ $days ->
        [0] 今天
       *[other] 还有 { $days } 天
    }）
ending-licence = { $pool }的执业证件：{ $people }
ending-approval = { $pool }的单位批准：{ $people }
ending-person = { $name }（{ $code }）
feed-title = 日历里的值班
feed-lead = 您的日历可以自动显示您的全部值班，有变动也会跟着更新。先为它生成一个网址。
feed-make = 生成网址
feed-there = 您的值班日历已有网址，生成时显示过一次。
feed-renew = 生成新网址
feed-end = 停用网址
feed-ended = 网址已停用，用它的日历不会再更新。
feed-made = 这是您的值班日历的网址，只在此刻显示；以前的网址已停用。
feed-open = 添加到本机日历
feed-how-apple = iPhone 或 Mac：点上面的按钮，或在“日历”里选“添加订阅日历”。
feed-how-google = Google 日历（网页版）：其他日历 → 通过网址添加。
feed-how-outlook = Outlook：添加日历 → 从 Web 订阅。
feed-how-thunderbird = Thunderbird：新建日历 → 在网络上。
feed-secret = 有这个网址的人都能看到您的值班。请不要转给别人；您随时可以在这里生成新网址。
feed-of-person = { $name }的值班
feed-of-station = { $station }的值班
feed-event = { $role }：{ $names }
feed-who = { $name }：{ $said }

own-busy = 您自己的日历显示这个时间您有事。如果来不了，请在这里告诉我们。
calendar-title = 您自己的日历
calendar-lead = 如果您的日历有私密网址（iCal），我们会读取它，在您有事的时间不再安排值班。我们只保存起止时间，不保存标题。
calendar-address = 您日历的私密网址
calendar-other-address = 换一个网址
calendar-give = 读取这个日历
calendar-again = 现在重新读取
calendar-end = 收回日历
calendar-given = 谢谢！正在读取您的日历，请过一分钟再看。
calendar-ended = 不再读取您的日历，它带来的时间已删除。
calendar-host = 每隔几小时读取您在 { $host } 的日历。
calendar-waiting = 还没有读取，请过一分钟再看。
calendar-read = 上次读取：{ $date } { $time }。
calendar-since = { $date } { $time }
calendar-failed = 读取失败（{ $since } 起）：{ $why }以前读到的仍然有效。
calendar-busy =
    { $count ->
        [0] 今后一年里没有占用的时间。
       *[other] 日历里有 { $count } 段占用的时间
    }
calendar-busy-day = { $date }：{ $times }
calendar-busy-hint = 这些时间来自您的日历，请在日历里修改。
calendar-duties = 您的日历显示，以下值班时间您有事。值班仍然有效，没有替您推辞。
calendar-unread-not-found = 这个网址没有日历。
calendar-unread-refused = 服务器不让我们读取，请用私密网址。
calendar-unread-server = 服务器出错。
calendar-unread-unreachable = 连接不上服务器。
calendar-unread-inner = 网址指向不对外开放的网络。
calendar-unread-not-secure = 网址转到了没有加密（https）的地方。
calendar-unread-redirects = 网址转来转去次数太多。
calendar-unread-too-slow = 服务器太慢。
calendar-unread-too-large = 日历超过 2 MB，请给一个小一些的日历。
calendar-unread-not-a-calendar = 那里不是日历（iCal），给人看的网页不行。
calendar-unread-event = 里面有一项日程的日期读不懂。
calendar-unread-unknown-zone = 里面有一项日程的时区无法识别。
calendar-unread-too-much = 里面的日程或重复太多。
calendar-unread-address-lost = 网址已无法打开，请重新填写。
calendar-wrong-no-address = 这不是网址。正确的例如 https://calendar.example.org/secret.ics。
calendar-wrong-not-secure = 网址要以 https:// 或 webcal:// 开头。
calendar-wrong-with-password = 不读取带用户名或密码的网址，请用日历的私密网址。
calendar-wrong-inner = 这个网址在不对外开放的网络里，不读取。

times-title = 您什么时候能值班？
times-lead = 请告诉我们{ $month }您什么时候能值班。
times-said = { $month }的时间您已经确认过了，谢谢！在这里仍然可以修改。
times-right = 下面的时间没有变化
times-or = 或者在这里修改：
times-weekly = 每周
times-weekly-hint = 不再有效的一行，把两个时间都清空。结束时间 00:00 表示午夜。
times-days = 请假，或另外有空
times-days-hint = 不填时间表示全天。清空一行就是取消。
times-row = 第 { $row } 行
times-day = 星期
times-from = 从
times-to = 到
times-how-often = 多久一次
times-what = 类型
times-first = 第一天
times-last = 最后一天
times-note = 备注
times-save = 保存这些时间
times-weekday = { $weekday ->
        [1] 周一
        [2] 周二
        [3] 周三
        [4] 周四
        [5] 周五
        [6] 周六
       *[other] 周日
    }
times-every = { $weeks ->
        [1] 每周
        [2] 每两周
       *[other] 每 { $weeks } 周
    }
times-kind-away = 请假
times-kind-extra = 另外有空
times-done = 谢谢！我们会按这些时间安排。
times-changed-meanwhile = 您的时间刚刚被别人改过。下面是现在的内容，请重新填写您的修改。
times-wrong = 还没有保存，请改正：
times-wrong-time = 第 { $row } 行：两个时间都要填，例如 09:00。
times-wrong-order = 第 { $row } 行：结束要晚于开始。
times-wrong-date = 第 { $row } 行：应为日期，例如 2026-12-24。
times-wrong-first = 第 { $row } 行：缺第一天。
times-wrong-days = 第 { $row } 行：最后一天早于第一天。
times-wrong-row = 第 { $row } 行：请从列表中选择。
times-broken = 还没有保存：您有下列值班正好在去掉的时间里。
times-broken-hint = 如果来不了，请也用那次值班来信里的链接告诉我们，我们会另找人。
times-broken-duty = { $date } { $time }，{ $station }
times-anyway = 仍然保存
question-title = 居民的问题
question-since = { $since }提出，我们答应最迟{ $until }答复。
question-no-words = 居民想找人谈谈，没有写内容。
question-about = 关于这个时间
question-from = 提问的人
question-language = 信件语言
question-answer = 您的答复
question-by-letter = 您写的会原样寄给居民，也会显示在居民的页面上。请用居民的语言写。
question-proxy = 代为求助的人：只能联系这个人
question-by-letter-to-proxy = 会写信给代为求助的人，也会显示在当事人的页面上。请用他们的语言写。
question-by-page = 只显示在当事人的页面上。请用当事人的语言写。
question-untold = 请不要给这位居民打电话或写信，可能会给对方带来危险。对方会在自己的页面上看到答复，或到站点询问。
question-by-telephone = 居民没有电子邮箱：请打电话，并在这里写下您说了什么，会显示在居民的页面上。
question-send = 发送答复
question-answered = 这个问题已经答复。

own-state-asked = 请答复
list-separator = 、

import-title = 用文件导入和下载
import-file = 要导入的文件
import-hint = Excel 工作簿（.xlsx），可含全部或部分列表；也可以是单个列表的 CSV 文件。文件里没有的列表保持原样。只要有一处不对就什么都不导入，并在这里列出每个有误的单元格。
import-place = 这是谁的文件
import-place-file = 全市的，以文件所写的城市为准
import-button = 导入
import-check-button = 先看会有什么变化
import-current = 下载现有内容，改好再导入
import-file-place = 范围
import-file-list = 列表
import-file-all = 全部列表（只有 Excel）
import-file-kind = 文件种类
import-file-xlsx = Excel（.xlsx）
import-file-csv = CSV（UTF-8）
import-file-gb18030 = CSV（GB 18030，适合旧版 Excel）
import-download = 下载
import-example = 还没有内容？
import-empty-link = 带说明和下拉选项的空白工作簿
import-example-link = 虚构城市的示例
import-done = 已导入。
import-done-unchanged = 已导入。内容都已经有了，没有变化。
import-checked = 内容都正确。这次没有导入；如果导入，结果如下：
import-checked-unchanged = 内容都正确，而且都已经有了：导入不会带来变化。
import-sheet = 工作表
import-new = 新增
import-changed = 修改
import-unchanged = 未变
import-row-new = 新增
import-row-changed = 修改
import-row-gone = 去掉
import-row-left-out = 文件里没有，保持原样
import-list-changes = { $list }：{ $count } 行
import-more-rows = 另有 { $count } 行没有显示。
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
step-publish-under = 有 { $count } 项不符合法定要求（见上）。仍要发布的，将随这一版记下您的姓名和理由。
step-publish-reason = 仍要发布的理由
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
clash-rule-most-stations = 会超过这个人愿意去、或法律允许的站点数。
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
