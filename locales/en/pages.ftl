# What stands on the pages. Plain and friendly, no jargon.
app-name = Zhiban
skip-to-content = Skip to content
language-switch = Language
sign-in = Sign in
sign-out = Sign out
sign-in-email = E-mail
sign-in-password = Password
sign-in-hint = Advisers and volunteers need not sign in: please open the link in your letter.
password-title = Choose a password
password-new = New password
password-hint = At least { $least } characters. A few unrelated words are easy to remember and hard to guess.
password-button = Keep the password
sign-in-wrong = E-mail or password is not right. Please try again.
sign-in-too-often = That was too many attempts. Please try again in { $seconds } seconds.
telephone = Telephone

start-title = Duty rosters
start-signed-out = Please sign in to see the rosters of your district.
start-nothing-yet = There is no district yet. First step: the administrator imports the city’s Excel workbook.
start-import = Lists as files: import and download
start-no-month = No month has been set up yet.
start-not-generated = not generated yet
start-figures = { pages-duties }, { $covered } covered, { $uncovered } uncovered
start-api = For programs:
start-api-docs = API documentation
pages-duties =
    { $count ->
        [one] 1 duty
       *[other] { $count } duties
    }

roster-state-draft = Draft
roster-state-solving = Being solved
roster-state-proposed = Proposed
roster-state-published = Published
roster-version = Version { $count }

calendar-provisional = The public holidays of { $year } are not published yet: days of this month may still change.
calendar-missing = No public holidays are known for { $year }. Please have the year’s calendar loaded before the month is generated.
calendar-away = Away from { $first } to { $last }: { $pools } of this district ({ $name }).
law-ahead-title =
    { $count ->
        [one] One legal minimum cannot be met by this month
       *[other] { $count } legal minima cannot be met by this month
    }
law-under-title =
    { $count ->
        [one] One legal minimum is not met
       *[other] { $count } legal minima are not met
    }
law-read = Read it
law-override = Version { $version } was published under legal minima: { $by }, { $date }
minimum-hours-ahead = { $name }: { $found } h on site this month if all duties are held ({ $pool }); at least { $value } h a month are asked for ({ $source }).
minimum-hours-held = { $name }: { $found } h on site this month ({ $pool }); at least { $value } h a month are asked for ({ $source }).
minimum-stations-ahead = { $name }: pinned or promised at { $found } stations this month; at most { $value } are allowed ({ $source }).
minimum-stations-held = { $name }: on duty at { $found } stations this month; at most { $value } are allowed ({ $source }).
minimum-somebody = Somebody
minimum-source = { $source }, { $document }
minimum-closed =
    { $count ->
        [one] The station is closed on one day of the month.
       *[other] The station is closed on { $count } days of the month.
    }
figure-duties = Duties
figure-covered = Covered
figure-below-ideal = Below ideal
figure-uncovered = Uncovered
figure-unanswered = Unanswered
figure-turns = Turns each
proof-optimal = Proven: there is no better roster ({ $seconds } s).
proof-recounted = A second program summed up the proof again.
proof-by-engine = The solver HiGHS vouches for this; nobody summed it up again.
proof-together = This holds for the { $count } districts together that were solved at once.
proof-gap = Proven: at most { $percent }% better is possible ({ $seconds } s).
gaps-title =
    { $count ->
        [one] 1 duty lacks people
       *[other] { $count } duties lack people
    }

view-switch = View
view-grid = Grid
view-list = By day
view-excel = Excel
legend-title = Legend
station = Station

coverage-uncovered = Uncovered
coverage-replacing = Being replaced
coverage-absent = Absent
coverage-below-ideal = Below ideal
coverage-proposed = Proposed
coverage-asked = Awaiting answer
coverage-confirmed = Confirmed
coverage-served = Served
answer-proposed = not asked yet
answer-asked = no answer yet
answer-confirmed = will come
answer-declined = cannot come
answer-lapsed = did not answer
answer-replaced = replaced
answer-served = served
answer-absent = absent
answer-withdrawn = withdrawn

duty-missing = { $count } missing
duty-moved-from = moved from { $date } (holiday)
gap-reason-nobody_in_pool = Nobody is of this pool.
gap-reason-nobody_skilled = Nobody of the pool has the skills.
gap-reason-nobody_speaks = Nobody with the skills speaks the language.
gap-reason-nobody_near = Whoever would fit is too far away or does not go there.
gap-reason-nobody_free = Whoever would fit is not free at that time.
gap-reason-all_at_limit = Whoever is free holds another duty then or has reached a limit.
gap-reason-no_supervisor = Nobody is there to supervise.
gap-reason-costs_more = Somebody could come, but it costs more than it brings.

half-am = am
half-pm = pm
half-evening = evening
half-day = day
day-off = public holiday
day-work = make-up working day
day-off-badge = off
day-work-badge = work

roster-book-people = People
roster-book-stations = Stations
roster-book-name = Name
roster-book-code = Code
roster-book-pool = Pool
roster-book-turns = Turns
roster-book-weekend = weekend
roster-book-not-set-up = This month has not been set up in this district.
roster-book-not-generated = This month has been set up in this district, but its roster has not been generated yet.

column-date = Date
column-time = Time
column-duty = Duty
column-people = People
station-not-published = This month has not been published yet; people may change.
station-empty = There is no duty here this month.
station-print-hint = Made to be printed on A4.

own-title = Your duties in
own-greeting = Hello { $name }
own-open =
    { $count ->
        [one] One duty waits for your answer.
       *[other] { $count } duties wait for your answer.
    }
own-confirm-all = I will come to all of them
own-confirm = I will come
own-cannot = I cannot come
own-reason = Reason (may be left empty)
own-decline-hint = We look for somebody else at once. You need not do anything more.
own-decline = Yes, I cannot come
own-all-answered = You have answered everything. Thank you!
own-empty = You have no duties this month.
own-done-confirmed = Thank you! We have noted that you will come.
own-done-all-confirmed = Thank you! All your duties are confirmed.
own-done-declined = Noted. We are looking for somebody else. Thank you for telling us.
own-together = Together with { $names }
own-account-even = Your account: you have held as many turns as agreed.
own-account-owed = Your account: { $count ->
        [one] one turn
       *[other] { $count } turns
    } fewer than agreed so far. The next months make up for it.
own-account-ahead = Your account: { $count ->
        [one] one turn
       *[other] { $count } turns
    } more than agreed so far. You are asked less in the next months.

appointment-title = Your appointment
appointment-booked = Your appointment is booked
appointment-falls-through = Whoever was to meet you cannot come, or the station is closed then. We are looking for a way, and write to you as soon as we know more. You need not do anything.
appointment-where = Where
appointment-by-video = By video (we will call you at that time)
appointment-by-video-untold = By video (as you asked, we do not call: please ask at the station how you reach us)
appointment-with = With
appointment-interpreter = Interpreter:
appointment-mediators = { $count ->
        [one] Mediator:
       *[other] Mediators:
    }
appointment-language = Language
appointment-topic = About
appointment-code = Your code
appointment-bring = Please bring an identity document and any papers about the matter. If you cannot come, please say so here or by telephone, so that somebody else can have the time.
appointment-waiting-untold = We look again every night, and hold what we find for up to seven days. As you asked, we neither write nor call: please look at this page again, or ask at the station with your code. If it is urgent, please go to the nearest station.
appointment-quiet = We will call you at that time: please find a quiet place, and have your papers at hand. If you cannot talk then, please say so here or by telephone, so that somebody else can have the time.
appointment-waiting = Received: we are looking for a time
appointment-waiting-detail = We are looking for a time with somebody who speaks your language, or with an interpreter. Without an e-mail address we will call. If it is urgent, please go to the nearest station.
resident-further = Do you need to talk once more?
resident-further-same = With the same adviser
resident-further-any = With whoever has time first
resident-look = See what is free now
resident-look-move = Another time
resident-cannot = I cannot come
resident-cancel-another = Cancel, and look for another time
resident-cancel = Cancel, I no longer need it
resident-offered = We found a time for you
resident-offered-detail = Please tell us whether you take it. Without an answer it goes to somebody else, and you stay on the waiting list.
resident-offer-late = The time that we held for you is no longer held. See what is free now.
resident-free = Free now: which time suits you?
resident-free-move = You could come instead
resident-take = I take this time
resident-move = Move to this time
resident-not-this = Not this time
resident-refuse-another = Please look for another time
resident-withdraw = I no longer need help
resident-leave = No longer needed?
resident-nothing = Nothing is free now
resident-wider = Each of these alone would give you a time at once:
resident-wider-how = Please tell us by telephone or in an answer to our letter, and we change it for you.
resident-wanted = You asked for { $adviser } again, so we look only for times with them.
resident-wanted-gone = { $adviser }, whom you met before, can no longer advise you. We are looking for somebody else for you.
resident-any = Another adviser will do
resident-any-helps = Another adviser has time for you now.
resident-done-any = Noted: any adviser will do.
resident-taken = Somebody else was faster. What is free now stands below.
resident-gone = That time is no longer held for you. What is free now stands below.
resident-done-booked = Thank you! It is booked. We send you a letter with everything in it.
resident-done-moved = Done: your appointment was moved. We send you a letter with the new time.
resident-done-booked-untold = Thank you! It is booked. As you asked, we send no letter: please keep the time in mind, or look here again.
resident-done-moved-untold = Done: your appointment was moved. As you asked, we send no letter: please keep the new time in mind, or look here again.
resident-done-refused = Noted. You are on the waiting list, and we look for another time.
resident-done-cancelled = Noted: your appointment is cancelled. Thank you for telling us.
resident-done-withdrawn = Noted. You need not do anything more.
appointment-withdrawn = This request was withdrawn
appointment-state-cancelled = This appointment was cancelled
appointment-state-moved = This appointment was moved to another time
appointment-state-attended = This appointment has taken place
appointment-state-missed = The time of this appointment has passed

rating-title = How was it?
rating-lead = You were with us. Two questions, half a minute: your answers help us get better.
rating-counted = Your answers are only counted together with those of others. Whoever met you does not see what you said.
rating-helped = Did it help you with your matter?
rating-helped-5 = Yes, completely
rating-helped-4 = Yes, mostly
rating-helped-3 = Partly
rating-helped-2 = Only a little
rating-helped-1 = No, not at all
rating-understood = Were you understood, and did you understand?
rating-understood-5 = Yes, everything
rating-understood-4 = Yes, most of it
rating-understood-3 = Some of it
rating-understood-2 = Only a little
rating-understood-1 = No, nothing
rating-send = Send my answers
rating-missing = Please choose one answer to each of the two questions.
rating-thanks = Thank you!
rating-noted = We have noted your answers. You need not do anything more.
rating-answered = You have answered. Thank you!
rating-change = Change my answers

ask-title = Ask a person
ask-more = Add to your question
ask-why = A program looks for times, and holds them. If you do not agree with what it found, or want it explained, ask a person.
ask-promise = Staff of the legal service read what you write; advisers and volunteers do not. You have an answer by { $until } at the latest, by letter or by telephone. It also stands here.
ask-promise-untold = Staff of the legal service read what you write; advisers and volunteers do not. You have an answer by { $until } at the latest, on this page only: as you asked, we neither write nor call.
ask-about = What is it about?
ask-about-none = All of it
ask-words = Your question (may be left empty)
ask-send = Ask a person
ask-done = Thank you! Your question is with a person now. You need not do anything more.
ask-long = That is too long: please say it in at most 1000 characters.
ask-full = You have asked a lot already, and it is all with a person. Please wait for the answer.
ask-waits = You asked a person on { $since }. You have an answer by { $until } at the latest.
ask-answered = A person’s answer of { $when }

questions-title =
    { $count ->
        [one] A resident asks a person
       *[other] { $count } residents ask a person
    }
questions-since = since { $since }
questions-late = overdue
conflict-title = Appointments that may be a conflict of interest
conflict-lead = The other side of these residents bears the name of a client of whom they would meet, or of that one’s firm. Two people may bear one name: please look. What stays is listed until its time.
conflict-item = { $when }, { $place }, with { $people }
conflict-other-time = Find them another time
held-title = To tell residents whom nobody may write to
held-lead = Please do not write or telephone: it could harm them. Tell them when they come. They can also take what is held on their own page.
held-item = { $when }, { $place }: held until { $until }
held-fallen = { $when }, { $place }: does not take place after all; they wait for another time
held-by-video = by video
ending-title = Licences and approvals that end
ending-lead = From the day after, these people are not rostered. Enter the new ones before that, by an import.
ending-when = { $date } ({ $days ->
        [0] today
        [one] in { $days } day
       *[other] in { $days } days
    })
ending-licence = Licence, { $pool }: { $people }
ending-approval = Approval, { $pool }: { $people }
ending-person = { $name } ({ $code })
feed-title = Your duties in your calendar
feed-lead = Your calendar can show all of your duties by itself, whatever becomes of them. You get an address for it.
feed-make = Make the address
feed-there = The calendar of your duties has an address. It was shown when it was made.
feed-renew = Make a new address
feed-end = End the address
feed-ended = The address has ended. Calendars that had it show nothing new.
feed-made = This is the address of your calendar. It is shown only now; an older one has ended.
feed-open = Add to this device’s calendar
feed-how-apple = iPhone or Mac: the button above, or Calendar → Add subscription calendar.
feed-how-google = Google Calendar (in a browser): Other calendars → From URL.
feed-how-outlook = Outlook: Add calendar → Subscribe from web.
feed-how-thunderbird = Thunderbird: New calendar → On the network.
feed-secret = Whoever has the address can read your duties. Please keep it to yourself; you can make a new one here at any time.
feed-of-person = Duties of { $name }
feed-of-station = Duties at { $station }
feed-event = { $role }: { $names }
feed-who = { $name }: { $said }

own-busy = Your own calendar says that you are busy then. If you cannot come, please say so here.
calendar-title = Your own calendar
calendar-lead = If your calendar has a secret address (iCal), we read it and do not ask you for duties when you are busy. Only from when to when is kept, no titles.
calendar-address = Secret address of your calendar
calendar-other-address = Another address
calendar-give = Read this calendar
calendar-again = Read it again now
calendar-end = Take the calendar back
calendar-given = Thank you! Your calendar is read now. Please look again in a minute.
calendar-ended = Your calendar is not read any more, and its times are gone.
calendar-host = Your calendar at { $host } is read every few hours.
calendar-waiting = It has not been read yet. Please look again in a minute.
calendar-read = Read last on { $date } at { $time }.
calendar-since = { $date }, { $time }
calendar-failed = It could not be read ({ $since }): { $why } What was read before still holds.
calendar-busy =
    { $count ->
        [0] It has no busy times in the next year.
        [one] One busy time from your calendar
       *[other] { $count } busy times from your calendar
    }
calendar-busy-day = { $date }: { $times }
calendar-busy-hint = These come from your calendar and are changed there.
calendar-duties = Your calendar says that you are busy during these duties of yours. They stand; nothing has been declined.
calendar-unread-not-found = There is no calendar at this address.
calendar-unread-refused = The server does not let us read it. Please use the secret address.
calendar-unread-server = The server answers with an error.
calendar-unread-unreachable = The server cannot be reached.
calendar-unread-inner = The address leads into a closed network.
calendar-unread-not-secure = The address leads to one that is not encrypted (https).
calendar-unread-redirects = The address leads on to another too often.
calendar-unread-too-slow = The server takes too long.
calendar-unread-too-large = It is larger than 2 MB. Please give a smaller calendar.
calendar-unread-not-a-calendar = What is there is no calendar (iCal). A page for people does not do.
calendar-unread-event = An event in it has no date that can be read.
calendar-unread-unknown-zone = An event in it is in a time zone that nobody knows.
calendar-unread-too-much = There are too many events or repetitions in it.
calendar-unread-address-lost = Its address cannot be opened any more. Please give it again.
calendar-wrong-no-address = This is no address. Right would be such as https://calendar.example.org/secret.ics.
calendar-wrong-not-secure = The address must begin with https:// or webcal://.
calendar-wrong-with-password = An address with a name or a password in it is not read. Please use the calendar’s secret address.
calendar-wrong-inner = This address lies in a closed network and is not read.

times-title = When can you serve?
times-lead = Please tell us when you can serve in { $month }.
times-said = You have said it for { $month }. Thank you! You can still change it here.
times-right = What stands below is right
times-or = Or change it here:
times-weekly = Every week
times-weekly-hint = Empty both times of a row that no longer holds. 00:00 as the end is midnight.
times-days = Away, or free besides
times-days-hint = Without times it is the whole day. Empty a row to take it back.
times-row = Row { $row }
times-day = Day
times-from = From
times-to = To
times-how-often = How often
times-what = What
times-first = First day
times-last = Last day
times-note = Note
times-save = Save these times
times-weekday = { $weekday ->
        [1] Monday
        [2] Tuesday
        [3] Wednesday
        [4] Thursday
        [5] Friday
        [6] Saturday
       *[other] Sunday
    }
times-every = { $weeks ->
        [1] every week
        [2] every other week
       *[other] every { $weeks } weeks
    }
times-kind-away = Away
times-kind-extra = Free besides
times-done = Thank you! We plan by these times.
times-changed-meanwhile = Somebody changed your times meanwhile. This is what stands there now; please enter your change again.
times-wrong = Nothing was saved yet. Please correct:
times-wrong-time = Row { $row }: both times are needed, such as 09:00.
times-wrong-order = Row { $row }: the end must be after the start.
times-wrong-date = Row { $row }: a date is needed, such as 2026-12-24.
times-wrong-first = Row { $row }: the first day is missing.
times-wrong-days = Row { $row }: the last day lies before the first.
times-wrong-row = Row { $row }: please choose from the list.
times-broken = Nothing was saved yet: these duties of yours fall in a time that you take out.
times-broken-hint = If you cannot come, please say so by the link of the duty’s letter too, so that we look for somebody else.
times-broken-duty = { $date }, { $time }, { $station }
times-anyway = Save all the same
question-title = A resident’s question
question-since = Asked on { $since }. We promised an answer by { $until }.
question-no-words = The resident wants to talk to a person, and wrote no words.
question-about = About the time
question-from = From
question-language = Language of their letters
question-answer = Your answer
question-by-letter = It goes to the resident by letter as you write it, and stands on their page. Please write in their language.
question-proxy = Who asks for them: speak and write to this person only
question-by-letter-to-proxy = It goes by letter to the person who asks for the resident, and stands on the resident’s page. Please write in their language.
question-by-page = It stands on the resident’s page only. Please write in their language.
question-untold = Do not telephone or write to this resident: it could harm them. They read your answer on their page, or ask at the station.
question-by-telephone = There is no e-mail address: please telephone, and write down here what you said. It stands on the resident’s page.
question-send = Send the answer
question-answered = This question has an answer.

own-state-asked = please answer
list-separator = { ", " }

import-title = Lists as files
import-file = File to import
import-hint = An Excel workbook (.xlsx) with all lists or some, or one list as CSV. Lists that it does not have stay as they are. If anything in it is wrong, nothing is imported, and every wrong cell is listed here.
import-place = Whose file it is
import-place-file = A whole city’s, as the file says
import-button = Import
import-check-button = See what would change
import-current = Download, change and import again
import-file-place = Of
import-file-list = List
import-file-all = All lists (always Excel)
import-file-kind = Kind of file
import-file-xlsx = Excel (.xlsx)
import-file-csv = CSV (UTF-8)
import-file-gb18030 = CSV (GB 18030, for older Excel in China)
import-download = Download
import-example = Nothing to begin with yet?
import-empty-link = An empty workbook with notes and lists to choose from
import-example-link = An example with an invented city
import-done = Imported.
import-done-unchanged = Imported. Everything was there already; nothing has changed.
import-checked = Everything in it is right. Nothing was imported; this is what an import would do:
import-checked-unchanged = Everything in it is right, and there already: an import would change nothing.
import-sheet = Sheet
import-new = New
import-changed = Changed
import-unchanged = Unchanged
import-row-new = new
import-row-changed = changed
import-row-gone = gone
import-row-left-out = not in the file; stays as it is
import-list-changes =
    { $count ->
        [one] { $list }: one row
       *[other] { $list }: { $count } rows
    }
import-more-rows =
    { $count ->
        [one] One more row is not shown.
       *[other] { $count } more rows are not shown.
    }
import-row = Row
import-column = Column
import-value = In the cell
import-said = What is wrong, and what would be right
import-more =
    { $count ->
        [one] One more place is wrong; it is shown when these are right.
       *[other] { $count } more places are wrong; they are shown when these are right.
    }
notice-back = Back
start-set-up-month = Set up another month
start-set-up = Set up
figure-confirmed = Will come
figure-declined = Cannot come

steps-title = What to do now
step-draft = The month is set up. Next, generate its roster: that takes { $seconds } seconds at most, and you can watch it.
step-generate = Generate the roster
step-generate-again = Generate again
step-generating = The roster is being generated
step-publishing = The roster is being published
step-waits = It waits for its turn.
step-again-by-itself = That did not work at once; it is tried again by itself.
step-may-leave = This page renews itself. You may leave it; the work goes on.
step-cancel = Cancel
step-proposed = Every duty has the people it needs, and nobody has been asked yet. If the roster is right, publish it.
step-proposed-gaps = Nobody has been asked yet. Look at the duties that lack people; if the roster is right, publish it.
step-outdated = Somebody was pinned or banned after this roster was generated. Generate it again, so that it keeps that; then it can be published.
step-publish = Publish…
step-publish-letters =
    { $count ->
        [one] One person will be asked by letter to confirm their duties.
       *[other] { $count } people will be asked by letter to confirm their duties.
    }
step-publish-gaps =
    { $count ->
        [one] One duty still lacks people.
       *[other] { $count } duties still lack people.
    }
step-publish-once = Letters cannot be called back, and the month cannot be generated again afterwards.
step-publish-under =
    { $count ->
        [one] One legal minimum is not met (see above). Published all the same, your name and your reason are kept with this version.
       *[other] { $count } legal minima are not met (see above). Published all the same, your name and your reason are kept with this version.
    }
step-publish-reason = Why it is published all the same
step-publish-yes = Yes, publish and send
step-telephone =
    { $count ->
        [one] One person has no e-mail address that can be written to: please telephone them.
       *[other] { $count } people have no e-mail address that can be written to: please telephone them.
    }
step-generating-failed = The last generation came to nothing.
step-publishing-failed = The month could not be published.
step-failed-advice = Please try again. If that does not help, tell whoever runs this service.
step-failed-cause = For whoever runs the service
clash-title =
    { $count ->
        [one] No roster keeps this:
       *[other] No roster keeps all of these together:
    }
clash-pin = { $person } is pinned to { $date }, { $time }, { $station }
clash-series = { $person } is to hold every duty of “{ $duty }”, { $station }
clash-elsewhere = { $person } is promised in another district’s month
clash-because = What is in the way:
clash-rule-one-option = The duties belong to different days of the same recurring duty, of which one is chosen.
clash-rule-seats = The duty does not have so many places.
clash-rule-pool = This person does not serve in this month, or is not of the pool that the duty asks for.
clash-rule-skills = This person lacks a skill that the duty needs.
clash-rule-languages = This person does not speak a language that the duty needs.
clash-rule-station = This person does not go to the station, or lives too far away.
clash-rule-windows = This person is not free then.
clash-rule-overlap = The duties overlap, or the way between the stations takes longer than the break.
clash-rule-most-turns = That would be more duties on one day, in one week or in the month than this person wants.
clash-rule-most-stations = That would be more stations than this person wants, or the law allows.
clash-rule-longest-run = That would be more days in a row than this person wants.
clash-rule-most-weekends = That would be more weekends than this person wants.
clash-rule-supervision = Somebody has to be there beside them, and nobody can.
clash-rule-holder = Whoever holds a recurring duty must be able to do all of its duties.
clash-rule-bans = This person is barred from the duty.
clash-advice =
    { $count ->
        [one] Take it back, or see to it that this person may and can come then. Then generate again.
       *[other] Take one of them back, or see to it that they may and can come then. Then generate again.
    }
solve-phase-starting = A first roster is being put together.
solve-phase-solving = Better rosters are being looked for.
solve-phase-proving = The best roster so far is being proven.
solve-phase-auditing = The roster is being checked.
solve-incumbent = Best roster so far: { $count } points (fewer are better).
solve-so-far = Best roster so far: { $incumbent } points (fewer are better); none can have fewer than { $bound }. At most { $percent }% better is possible.
solve-seconds = { $seconds } of { $limit } seconds at most
duty-pinned = pinned
