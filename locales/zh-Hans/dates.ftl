# 日期与时间的说法；月、日、星期为数字（星期一为 1）。
language-own-name = 简体中文
date-long = { $year }年{ $month }月{ $day }日 星期{ date-weekday-short }
date-short = { $month }月{ $day }日 周{ date-weekday-short }
date-month = { $year }年{ $month }月
date-weekday-short =
    { $weekday ->
        [1] 一
        [2] 二
        [3] 三
        [4] 四
        [5] 五
        [6] 六
       *[7] 日
    }
