# 出错时说的话：每个代码一个标题和一句说明（出了什么事，该怎么办）。
problem-unknown = 出了意外
problem-unknown-detail = 这是我们这边的问题，已记录下来。请过一会儿再试。
problem-busy = 现在太忙
problem-busy-detail = 请过 { $seconds } 秒再试。
problem-not-found = 没有找到
problem-not-found-detail = 这个地址没有内容，或者您没有权限查看。
problem-method-not-allowed = 不支持这种操作
problem-method-not-allowed-detail = 这个地址只支持：{ $allowed }。
problem-not-signed-in = 请先登录
problem-not-signed-in-detail = 用 POST /api/v1/session 登录后再试。
problem-wrong-password = 登录失败
problem-wrong-password-detail = 邮箱或密码不对，请再试一次。
problem-too-many-attempts = 试得太多了
problem-too-many-attempts-detail = 请过 { $seconds } 秒再试。
problem-not-allowed = 没有权限
problem-not-allowed-detail = 您的角色不能做这件事。请联系城市管理员。
problem-another-origin = 请求来自别的网站
problem-another-origin-detail = 请在本网站的页面上操作。
problem-unreadable = 读不懂
problem-unreadable-detail = 请求的内容格式不对，见 errors。
problem-not-json = 不是 JSON
problem-not-json-detail = 内容类型是“{ $kind }”，应为 application/json。
problem-too-large = 太大了
problem-too-large-detail = 内容超过了允许的大小。
problem-invalid = 内容有误
problem-invalid-detail = 请按 errors 中的说明改正后再发送。
problem-if-match-missing = 缺少 If-Match
problem-if-match-missing-detail = 修改前请先读取，并在 If-Match 中带上读到的 ETag，以免覆盖别人的修改。
problem-changed-meanwhile = 已被别人修改
problem-changed-meanwhile-detail = 请重新读取，再做修改。
problem-exists-already = 已经存在
problem-exists-already-detail = 同样的代码已被使用，请换一个。
problem-in-use = 正在使用
problem-in-use-detail = 还有别的内容用到它，不能这样修改。
problem-place-range = { $value } 超出范围，应在 { $least } 到 { $most } 之间。
problem-place-empty = 不能为空。
problem-place-unknown = 没有“{ $value }”。
problem-place-format = “{ $value }”格式不对，应为 { $right }。
problem-place-order = 结束必须在开始之后。
problem-month-not-set-up = 这个月还没有排过
problem-month-not-set-up-detail = 协调员还没有设置这个月。先设置月份，再生成值班表。
problem-link-wrong = 这个链接打不开
problem-link-wrong-detail = 链接可能不完整：有的邮件程序会把长链接断开。请回到邮件，把整个链接复制到浏览器里。
problem-link-expired = 这个链接已过期
problem-link-expired-detail = 为了安全，链接只在一段时间内有效。请看我们最近的邮件，或打电话给您所在区的协调员。
problem-link-closed = 这个链接已经用过了
problem-link-closed-detail = 您的答复我们已经收到，不用再做什么。要改主意，请打电话给您所在区的协调员。
problem-link-taken = 已由别人接替
problem-link-taken-detail = 这个值班现在由另一位担任，您不用再做什么。谢谢您！
problem-link-too-late = 这个值班已经开始
problem-link-too-late-detail = 现在不能在网上改了，请马上打电话给您所在区的协调员。
problem-job-ended = 任务已经结束
problem-job-ended-detail = 它已完成、失败或取消，不能再取消。
problem-not-xlsx = 内容类型不是工作簿
problem-not-xlsx-detail = 内容类型是“{ $kind }”，应为 { $wanted }。
problem-workbook-wrong = 工作簿内容有误
problem-workbook-wrong-detail = 共有 { $count } 处不对，什么都没有导入。请逐一改正，保存后重新导入。
problem-import-unknown = 工作簿用到了不存在的内容
problem-import-unknown-detail =
    { $by } 用到的{ $what ->
        [district] 区县
        [station] 站点
        [pool] 人员类别
        [skill] 专长
        [person] 人员
       *[other] { $what }
    }“{ $code }”不存在。什么都没有导入。
problem-licence-held = 证件号码已属于别人
problem-licence-held-detail = { $by } 的证件号码 { $number } 已属于 { $holder }，而工作簿里没有这个人。请换一个号码，或为 { $holder } 加一行并去掉这个号码。什么都没有导入。
problem-city-not-yours = 这是别的城市的工作簿
problem-city-not-yours-detail = 城市“{ $city }”不归您设置，请联系该市的管理员。什么都没有导入。
