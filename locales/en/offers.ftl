# What is said about an offer, and where there is none.
offer-why-speaks = Speaks { $language } with you.
offer-why-interpreted = { $interpreter } interprets between you in { $language }.
offer-why-earliest = The earliest of these.
offer-why-nearest = The nearest of these, { $km } km from you.
offer-why-away = { $km } km from you.
offer-why-here = At the station where you are.
offer-why-video = By video, wherever you are.

offer-none-adviser = No adviser for this matter has a time that can be booked now.
offer-none-place = No adviser for this matter has a time where you can come.
offer-none-time = No adviser for this matter has a time when you can come.
offer-none-language = Nobody who advises on this matter then speaks your language, and nobody there can interpret.
offer-none-mediator = Nobody who mediates is there at the same time as such an adviser.
offer-none-free = Every time that would suit you has gone to others.
offer-none-wanted = The adviser whom you want to meet again has no time that would suit you now. If another one will do, say so with the button on your page.

offer-promise = You are on the waiting list. We look again every night and as soon as a time comes free. You have word from us by { $until } at the latest: a time, or why there is none yet.
offer-held = We hold it for you until { $until }.
offer-moment = { $date }, { $time }

offer-wider-another_adviser = To meet another adviser than last time.
offer-wider-without_mediators = To meet the adviser alone, without mediators.
offer-wider-further = To come further than you said.
offer-wider-at_station = To come to a station too.
offer-wider-by_video = To talk by video too.
offer-wider-another_time = To come at another time than you said.
offer-wider-own_interpreter = To bring somebody along who interprets for you.
