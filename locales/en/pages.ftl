# What stands on the pages.
pages-duties =
    { $count ->
        [one] 1 duty
       *[other] { $count } duties
    }
