# The words of letters. Readers: advisers, volunteers, residents. Plain and polite, clear at a glance.
letter-greeting = Dear { $name },
letter-day = { date-weekday-short } { $day } { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }
letter-when = { letter-day }, { $time }
letter-place = { $station }, { $address }
letter-with = With { $names }
letter-call = Call { $name }, { $phone }
letter-event = { $role } at { $station }
letter-fact = { $label }: { $value }
letter-sign-off = This letter was sent automatically.

letter-month-subject = Your { $count ->
        [one] duty
       *[other] { $count } duties
    } in { $district }, { $month }: please answer
letter-month-lead = In { $month } you have { $count ->
        [one] one duty
       *[other] { $count } duties
    } in { $district }. Please tell us by { $deadline } whether you can come.
letter-month-button = Confirm or decline
letter-link-ends = The link is for you alone and needs no password: please do not forward it. It works until { $ends }.
letter-link-yours = The link is for you alone and needs no password: please do not forward it.
letter-for-another = You asked us for somebody else (code { $code }). What follows is said to them: please let them know in a way that is safe for them.
letter-calendar = { $count ->
        [one] The attached calendar file adds the duty
       *[other] The { $count } attached calendar files add the duties
    } to the calendar of your telephone or computer.
letter-calendar-moved = If it stands in your calendar, the attached calendar file moves it.
letter-calendar-removed-before = If the earlier appointment stands in your calendar, the attached calendar file takes it out.
letter-calendar-removed = If it stands in your calendar, the attached calendar file takes it out.

letter-replace-subject = Could you stand in? { $when }, { $station }
letter-replace-lead = { $asker } asks whether you could stand in for somebody who cannot come. Please answer by { $deadline }.
letter-replace-button = Answer yes or no
letter-replace-free = A no is fine too: it lets us ask somebody else at once.

letter-confirmed-subject = Thank you: { $count ->
        [one] your duty is confirmed
       *[other] your { $count } duties are confirmed
    }
letter-confirmed-lead = We noted that you will come to { $count ->
        [one] one duty
       *[other] { $count } duties
    }. Thank you!
letter-confirmed-button = See my duties
letter-confirmed-change = Should you not be able to come after all, please say so early on the page above.

letter-declined-subject = Thank you for telling us: { $when }, { $station }
letter-declined-lead = We have noted that you cannot come on { $when } to { $station }. We are asking somebody else now; you need not do anything more.

letter-cancelled-subject = Cancelled: { $when }, { $station }
letter-cancelled-lead = The duty below is no longer needed. Please do not come.
letter-cancelled-reason = Why: { $reason }

letter-appointment-subject = Your appointment: { $when }
letter-appointment-lead = Your appointment is booked.
letter-appointment-moved-subject = Moved: your appointment is now on { $when }
letter-appointment-moved-lead = Your appointment on { $before } was moved. It is now on { $when }.
letter-appointment-event = Legal service appointment
letter-appointment-button = See my appointment
letter-appointment-bring = Please bring your identity document and the papers that matter.
letter-appointment-video = We will call you at that time. Please find a quiet place.
letter-appointment-cannot = If you cannot come, please answer this letter early, so that somebody else can have the time.
letter-appointment-off-subject = Cancelled: your appointment on { $when }
letter-appointment-off-lead = We are sorry: your appointment on { $when } cannot take place. Whoever was to meet you cannot come, or the station is closed then.
letter-appointment-off-asked = Your appointment on { $when } is cancelled. If you did not want that, please answer this letter.
letter-appointment-off-end = You need not do anything more. Should you need help again, please come to us or ask for a new appointment.
letter-appointment-off-next = There is nothing you need to do. You are on the waiting list again; we are looking for another time and will write as soon as there is one.
letter-adviser-changed-subject = Somebody else will meet you on { $when }
letter-adviser-changed-lead = Your appointment stays: { $when }. Whoever was to be there cannot come, and somebody else comes instead, as below.
letter-adviser-changed-next = You need not do anything. If you would rather not come then, you can change it on your page.
letter-offer-instead-subject = Your appointment on { $before } cannot take place: could you come on { $when }?
letter-offer-instead-lead = We are sorry: your appointment on { $before } cannot take place, because whoever was to meet you cannot come, or the station is closed then. We looked for you before anybody else and found another time: { $when }. We hold it until { $deadline }. Please tell us whether you take it.
letter-offer-subject = A time for you: { $when }. Please answer by { $deadline }
letter-offer-lead = We found a time for you: { $when }. We hold it until { $deadline }. Please tell us whether you take it.
letter-offer-button = Take it, or ask for another
letter-offer-free = Without an answer by then, the time goes to somebody else, and you stay on the waiting list.
letter-offer-over-subject = No longer held: { $when }
letter-offer-unanswered = We held { $when } for you and have had no answer. The time is open to others now.
letter-offer-nobody = We are sorry: the time that we offered you, { $when }, falls away. Whoever was to meet you cannot come, or the station is closed then.
letter-offer-over-next = You are on the waiting list again. We go on looking, and on your page you see what is free now.
letter-waiting-subject = Still looking for a time for you ({ $code })
letter-waiting-lead = We have not found a time for you yet.
letter-waiting-next = We look again every night and as soon as a time comes free. You have word from us by { $until } at the latest.
letter-waiting-button = What is free now
letter-waiting-urgent = On your page you can also see what would help, such as another station or a talk by video. If it is urgent, please go to the nearest station.
letter-rate-subject = How was it? Two questions
letter-rate-lead = You were with us. Did it help, and did you understand each other? Please tell us with two clicks.
letter-rate-counted = Your answers are only counted together with those of others. Whoever met you does not see what you said.
letter-rate-button = Answer the two questions
letter-rate-free = You need not answer. We write about this only once.
letter-asked-subject = A resident asks a person ({ $code })
letter-asked-lead = The resident with the code { $code } has asked a person since { $since }.
letter-asked-promise = We promised an answer by { $until } at the latest.
letter-asked-button = See open questions
letter-asked-sealed = What they ask is not in this letter: it stands there once you have signed in.
letter-overdue-subject = Overdue: a resident waits for an answer ({ $code })
letter-overdue-lead = The resident with the code { $code } has asked a person since { $since }, and has no answer yet.
letter-overdue-promise = We promised it by { $until }. Please answer today; you are reminded only this once.
letter-answered-subject = An answer to your question ({ $code })
letter-answered-lead = You asked a person. This is the answer:
letter-answered-button = See my request
letter-answered-again = If you want to ask more, you can do it on your page.
letter-ending-subject = { $count ->
        [one] A licence or approval ends
       *[other] { $count } licences and approvals end
    }
letter-ending-lead = Whoever holds these must hold them to serve, and is not rostered from the day after. Please ask for the new ones, and enter them before that.
letter-ending-button = See what ends
letter-ending-again = You are told 60, 30 and 7 days before.
letter-times-subject = When can you serve in { $month }? ({ $district })
letter-times-lead = We are about to plan { $month } in { $district }. Please tell us by { $due } when you can serve.
letter-times-again-subject = Reminder: when can you serve in { $month }? ({ $district })
letter-times-again-lead = You have not told us yet when you can serve in { $month } in { $district }. Please do so by { $due }: after that we plan by what you said last.
letter-times-how = If what you said last is still right, one press is enough. Otherwise change your weekly times, and enter the days on which you are away.
letter-times-button = See and say my times
letter-times-link = This link is yours and needs no password. Please do not pass it on.
letter-let-in-subject = You can sign in to Zhiban for { $city }
letter-let-in-lead = You were given a role in { $city }’s duty rosters. You sign in with { $email } and a password that you choose.
letter-password-subject = Choose a new password for Zhiban ({ $city })
letter-password-lead = A new password can be chosen for { $email }. Until you choose one, the password before holds.
letter-password-how = Please choose the password within { $days } days. If you do not know of this, do nothing, and tell the administrator of { $city }.
letter-password-button = Choose a password
letter-password-link = This link is yours and can be used once. Please do not pass it on.
letter-label-when = When
letter-label-where = Where
letter-label-adviser = Your adviser
letter-label-interpreter = Interpreter
letter-label-mediators = { $count ->
        [one] Mediator
       *[other] Mediators
    }
letter-label-code = Your code
letter-by-video = By video
