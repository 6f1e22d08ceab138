# 关于可预约时间的说明，以及没有可预约时间时的说明。
offer-why-speaks = 可与您用{ $language }交谈。
offer-why-interpreted = 由{ $interpreter }为您提供{ $language }翻译。
offer-why-earliest = 是其中最早的时间。
offer-why-nearest = 是其中离您最近的地点，相距{ $km }公里。
offer-why-away = 离您{ $km }公里。
offer-why-here = 就在您所在的法律之家。
offer-why-video = 视频咨询，不用出门。

offer-none-adviser = 目前没有办理此类事项的顾问可以预约。
offer-none-place = 办理此类事项的顾问，目前在您能到的地方没有可预约的时间。
offer-none-time = 办理此类事项的顾问，在您方便的时候没有可预约的时间。
offer-none-language = 届时办理此类事项的顾问都不会说您的语言，也没有人能翻译。
offer-none-mediator = 这些顾问在的时候，没有调解员可以一起参加。
offer-none-free = 适合您的时间都已被他人约走。
offer-none-wanted = 您想再见的那位人员目前没有适合您的时间。换一位也可以的话，请在您的页面上按一下那个按钮。

offer-promise = 您已在等候名单上。我们每天夜里都会再找，有人让出时间也马上再找。最迟{ $until }给您消息：要么是一个时间，要么是为什么还没有。
offer-held = 为您保留到{ $until }。
offer-moment = { $date } { $time }

offer-wider-another_adviser = 换一位与上次不同的人员。
offer-wider-without_mediators = 只与顾问见面，不要调解员。
offer-wider-further = 可以去更远一些的地方。
offer-wider-at_station = 也可以到法律之家来。
offer-wider-by_video = 也可以视频咨询。
offer-wider-another_time = 也可以在别的时间来。
offer-wider-own_interpreter = 自己带一位能翻译的人来。
