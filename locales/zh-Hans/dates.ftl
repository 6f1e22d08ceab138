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

# 什么时候重复。工作簿里也按这些说法读回规则：不同的规则说法不能相同。
rule-day = 周{ date-weekday-short }
rule-comma = 、
rule-and = 、
rule-weekly = { $every ->
        [1] 每{ $days }
        [2] 每隔一周的{ $days }
       *[other] 每{ $every }周的{ $days }
    }
rule-of-months = { $every ->
        [1] 每月
        [2] 每两个月
       *[other] 每{ $every }个月
    }
rule-monthly-weekday = { rule-of-months }{ $nth ->
        [1] 第一个
        [2] 第二个
        [3] 第三个
        [4] 第四个
        [5] 第五个
       *[other] 最后一个
    }{ $day }
rule-monthly-day = { rule-of-months }{ $day ->
        [-1] 最后一天
       *[other] { $day }日
    }
rule-yearly = 每年{ $month }月{ $day }日
