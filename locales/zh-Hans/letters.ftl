# 信件里的文字。收信人：顾问、志愿者、居民。语气：平实、客气，一眼看懂。
letter-greeting = { $name }，您好！
letter-day = { $month }月{ $day }日（周{ date-weekday-short }）
letter-when = { letter-day }{ $time }
letter-place = { $station }（{ $address }）
letter-with = 同班：{ $names }
letter-call = 联系：{ $name } { $phone }
letter-event = 值班：{ $role }（{ $station }）
letter-fact = { $label }：{ $value }
letter-sign-off = 此信由系统自动发出。

letter-month-subject = { $district } { $month }值班 { $count } 次，请答复
letter-month-lead = { $month }，您在{ $district }有 { $count } 次值班。请在{ $deadline }之前告诉我们能不能来。
letter-month-button = 答复：可以来，或哪次来不了
letter-link-ends = 这个链接是给您本人的，不需要密码，请勿转发。有效期到{ $ends }。
letter-link-yours = 这个链接是给您本人的，不需要密码，请勿转发。
letter-for-another = 您替别人向我们求助（编号{ $code }）。下面的话是对本人说的，请用对其安全的方式转告。
letter-calendar = 所附日历文件（{ $count } 个）可加入您的手机或电脑日历。
letter-calendar-moved = 如果您的日历里有这次预约，所附日历文件会把它改到新的时间。
letter-calendar-removed-before = 如果您的日历里有原来的预约，打开所附日历文件就会取消。
letter-calendar-removed = 如果您的日历里有这一次，打开所附日历文件就会取消。

letter-replace-subject = 能请您顶一次班吗？{ $when }，{ $station }
letter-replace-lead = { $asker }想请您顶一次班：原来安排的人来不了。请在{ $deadline }之前答复。
letter-replace-button = 答复：可以来，或来不了
letter-replace-free = 来不了也没关系，告诉我们一声，我们好另找一位。

letter-confirmed-subject = 谢谢您！已确认 { $count } 次值班
letter-confirmed-lead = 已记下，您确认了 { $count } 次值班。谢谢您！
letter-confirmed-button = 查看我的值班
letter-confirmed-change = 如果后来又来不了，请尽早在上面的页面告诉我们。

letter-declined-subject = 谢谢您告诉我们：{ $when }，{ $station }
letter-declined-lead = 已记下，您{ $when }不能去{ $station }值班。我们正在另找一位，您不用再做什么。

letter-cancelled-subject = 值班取消：{ $when }，{ $station }
letter-cancelled-lead = 下面这次值班不需要了，请不用前往。
letter-cancelled-reason = 原因：{ $reason }

letter-appointment-subject = 已为您约好：{ $when }
letter-appointment-lead = 您的预约已经定好。
letter-appointment-moved-subject = 预约改到：{ $when }
letter-appointment-moved-lead = 您{ $before }的预约改期了，现在是{ $when }。
letter-appointment-event = 法律服务预约
letter-appointment-button = 查看我的预约
letter-appointment-bring = 请带上身份证件和有关材料。
letter-appointment-video = 到时间我们会联系您。请找一个安静的地方。
letter-appointment-cannot = 如果来不了，请尽早回信告诉我们，好把时间让给别人。
letter-appointment-off-subject = 预约取消：{ $when }
letter-appointment-off-lead = 很抱歉，您{ $when }的预约不能进行了：接待您的人来不了，或者站点那时不开放。
letter-appointment-off-asked = 您{ $when }的预约已经取消。如果这不是您的意思，请回信告诉我们。
letter-appointment-off-end = 您不用再做什么。以后需要帮助，欢迎再来，或重新预约。
letter-appointment-off-next = 您不用再做什么。您已回到等候名单，我们正在另找时间，一有安排就写信告诉您。
letter-adviser-changed-subject = { $when }由另一位人员接待您
letter-adviser-changed-lead = 您的预约不变：{ $when }。原定的人来不了，改由下面这位到场。
letter-adviser-changed-next = 您不用做什么。如果想改时间，可以在您的页面上改。
letter-offer-instead-subject = { $before }的预约无法进行，{ $when }可以吗？
letter-offer-instead-lead = 很抱歉：原定接待您的人来不了，或者站点那时不开放，{ $before }的预约无法进行。我们优先为您另找了一个时间：{ $when }。我们为您保留到{ $deadline }，请告诉我们您要不要。
letter-offer-subject = 为您找到时间：{ $when }，请在{ $deadline }之前答复
letter-offer-lead = 为您找到一个时间：{ $when }。我们为您保留到{ $deadline }，请告诉我们您要不要。
letter-offer-button = 要这个时间，或另找时间
letter-offer-free = 到时没有答复，这个时间会让给别人，您仍在等候名单上。
letter-offer-over-subject = 不再保留：{ $when }
letter-offer-unanswered = 我们为您保留了{ $when }，没有收到您的答复。现在这个时间已向别人开放。
letter-offer-nobody = 很抱歉，为您安排的{ $when }不能进行了：接待您的人来不了，或者站点那时不开放。
letter-offer-over-next = 您又回到等候名单，我们会继续找。在您的页面上可以看到现在有哪些时间。
letter-waiting-subject = 还在为您找时间（{ $code }）
letter-waiting-lead = 我们还没有为您找到时间。
letter-waiting-next = 我们每天夜里都会再找，有人让出时间也马上再找。最迟{ $until }会再给您消息。
letter-waiting-button = 现在有哪些时间
letter-waiting-urgent = 在您的页面上也能看到怎样更容易约到，比如换一个站点或视频面谈。如果很急，请直接去最近的站点。
letter-rate-subject = 这次怎么样？两个问题
letter-rate-lead = 您来过我们这里。有帮助吗？彼此听懂了吗？请点两下告诉我们。
letter-rate-counted = 您的回答只和别人的合在一起统计，接待您的人看不到您说了什么。
letter-rate-button = 回答两个问题
letter-rate-free = 不回答也没关系。这件事我们只写这一封信。
letter-asked-subject = 有居民请人来看看（{ $code }）
letter-asked-lead = 编号为 { $code } 的居民在{ $since }请工作人员来看看。
letter-asked-promise = 我们答应最迟{ $until }答复。
letter-asked-button = 查看待答复的问题
letter-asked-sealed = 问题的内容不在信里，登录以后可以看到。
letter-overdue-subject = 已逾期：有居民在等答复（{ $code }）
letter-overdue-lead = 编号为 { $code } 的居民在{ $since }请工作人员来看看，至今没有得到答复。
letter-overdue-promise = 我们答应最迟{ $until }答复。请今天就答复；系统只提醒这一次。
letter-answered-subject = 对您的问题的答复（{ $code }）
letter-answered-lead = 您请人来看看，这是答复：
letter-answered-button = 查看我的请求
letter-answered-again = 如果还想问，可以在您的页面上再问。
letter-ending-subject = { $count ->
       *[other] 有 { $count } 份证件或批准即将到期
    }
letter-ending-lead = 这些证件或批准是值班所必需的，到期第二天起就不再安排本人值班。请提醒本人办理，并在到期前录入新的。
letter-ending-button = 查看即将到期的
letter-ending-again = 到期前 60 天、30 天和 7 天各提醒一次。
letter-times-subject = { $month }您什么时候能值班？（{ $district }）
letter-times-lead = { $district }即将安排{ $month }的值班。请在{ $due }之前告诉我们您什么时候能值班。
letter-times-again-subject = 提醒：{ $month }您什么时候能值班？（{ $district }）
letter-times-again-lead = 您还没有告诉我们{ $month }在{ $district }什么时候能值班。请在{ $due }之前告诉我们，过后将按您上次说的时间安排。
letter-times-how = 如果上次说的时间仍然合适，点一下就行；否则请修改每周的时间，并填上不在的日子。
letter-times-button = 查看并确认我的时间
letter-times-link = 这个链接是给您本人的，不需要密码，请勿转发。
letter-let-in-subject = 您可以登录{ $city }值班系统了
letter-let-in-lead = 您在{ $city }的值班工作中有了新的角色。请用 { $email } 和您自己设的密码登录。
letter-password-subject = 请重设值班系统的密码（{ $city }）
letter-password-lead = 可以为 { $email } 重新设一个密码。在您设好之前，原来的密码仍然有效。
letter-password-how = 请在 { $days } 天之内设好密码。如果您不知道这件事，请不要操作，并告诉{ $city }的管理员。
letter-password-button = 设置密码
letter-password-link = 这个链接是给您本人的，只能用一次，请勿转发。
letter-label-when = 时间
letter-label-where = 地点
letter-label-adviser = 接待您的人
letter-label-interpreter = 翻译
letter-label-mediators = { $count ->
       *[other] 调解员
    }
letter-label-code = 您的编号
letter-by-video = 视频
