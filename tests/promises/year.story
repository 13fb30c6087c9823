# A year of Alex Kim in Engineering: four peers in other departments, two projects.
# Days stand alone; what happens on them is indented; what the program says stands behind a >.

2026-01-05
  me Alex Kim: Engineering
  today
    > Pick three to five people in other departments whose work touches yours. Start with one.
  add Dana Ruiz: Finance, monthly
  today
    > Nothing needs you. Next: Dana, around 5 January.
    > (You haven’t met Dana yet. Here’s a short note to propose it, with nothing asked.)

2026-01-12
  add Lee Park: IT, quarterly
  add Priya Shah: Operations, every 6 weeks
  add Marco Weiss: Legal, quarterly
  today
    > (You haven’t met Dana yet. Here’s a short note to propose it, with nothing asked.)
  plan Dana: 2026-01-15T10:00
  today
    > Nothing needs you. Next: Dana, Thursday 10:00.
    > (You haven’t met Lee yet. Here’s a short note to propose it, with nothing asked.)

2026-01-15
  met Dana: The audit eats August.; offered: A look at our export
  promise Dana: 2026-01-22 Send the export’s description
  plan Lee: 2026-01-21T14:00
  plan Priya: 2026-01-22T09:30
  today
    > You said to Dana (by 22 January): Send the export’s description
    > (You haven’t met Marco yet. Here’s a short note to propose it, with nothing asked.)

2026-01-20
  today
    > You said to Dana (by 22 January): Send the export’s description
    > (You haven’t met Marco yet. Here’s a short note to propose it, with nothing asked.)
  kept Dana: export
  review
    > Your half hours in the next seven days. Do they still fit?
    > - Lee, Wednesday 14:00
    > - Priya, Thursday 09:30
    > Is anything coming that somebody should hear from you first?
    > You haven’t met Marco yet. Here’s a short note to propose it, with nothing asked.
  reviewed

2026-01-21
  met Lee: Two people short and the old tickets pile up.; asked: A test account

2026-01-22
  skip Priya
  today
    > (You haven’t met Marco yet. Here’s a short note to propose it, with nothing asked.)

2026-02-16
  today
    > (You haven’t met Marco yet. Here’s a short note to propose it, with nothing asked.)
  met Dana: The new ledger lands in quarter close.; offered: Two days of a data engineer
  plan Priya: 2026-02-18T09:30

2026-02-18
  met Priya: Nobody tells us what ships when.; they asked: A calendar of releases
  promise Priya: 2026-03-01 A calendar of releases
  offer Priya: A calendar of releases, kept by us
  tests Dana: yes yes notyet

2026-03-02
  project Atlas: 2026-09-01 needs Finance for budget, IT for support, Sales for a pilot
  today
    > You said to Priya (it was for 1 March): A calendar of releases
    > (You haven’t met Marco yet. Here’s a short note to propose it, with nothing asked.)
  introduce Atlas: Sales by Dana
  kept Priya: calendar
  review
    > No half hour in the next seven days. The next is with Dana, around 16 March.
    > Is anything coming that somebody should hear from you first?
    > You haven’t met Marco yet. Here’s a short note to propose it, with nothing asked.
  reviewed

2026-03-16
  today
    > (You haven’t met Marco yet. Here’s a short note to propose it, with nothing asked.)
  later 2026-03-20
  today
    > (Around now is the next half hour with Dana.)
  met Dana: Hiring.; offered: An intern’s week

2026-04-01
  plan Marco: 2026-04-08T11:00
  today
    > Nothing needs you. Next: Marco, 8 April 11:00.
    > (Around now is the next half hour with Priya.)

2026-04-08
  met Marco: Contracts come to us when they are signed.; asked: A review of one clause
  met Priya: Vans are late.; offered: Our planning board

2026-04-27
  today
    > (Around now is the next half hour with Dana.)
  busy 2026-06-15
  today
    > Nothing needs you. Next: Dana, around 16 May.
    > (Three short questions about you and Priya, for you alone.)

2026-05-20
  met Lee: Someone fixed the tickets.; asked: An account for the pilot
  headsup Lee: 2026-06-01 We move the build servers
  today
    > (Around now is the next half hour with Dana.)

2026-05-29
  today
    > Lee should hear it from you (by 1 June): We move the build servers
    > (Around now is the next half hour with Dana.)
  told Lee: Called him before the mail went out

2026-06-16
  today
    > (Around now is the next half hour with Dana.)
  met Dana: The budget for next year.; offered: Numbers from our side
  met Priya: The warehouse system.; offered: A test bench

2026-07-07
  # Eight weeks before Atlas needs them.
  today
    > Nothing needs you. Next: Marco, around 8 July.
    > (Atlas: nobody in Sales yet. Dana could introduce you.)
  add Sofia Lind: Sales
  plan Sofia: 2026-07-09T15:00

2026-07-09
  met Sofia: Quarter ends and everybody wants the same week.; offered: An early look at Atlas
  met Marco: A law about data.; asked: A second review
  today
    > Nothing needs you. Next: Dana, around 16 July.
    > (Three short questions about you and Dana, for you alone.)

2026-08-20
  met Lee: The move went well, thanks for telling us.; asked: Two more accounts
  met Dana: The audit, again.; offered: The description we wrote in January
  met Priya: Peak season.; offered: A quiet release week
  today
    > Nothing needs you. Next: Dana, around 20 September.
    > (Three short questions about you and Dana, for you alone.)
  review
    > No half hour in the next seven days. The next is with Dana, around 20 September.
    > Is anything coming that somebody should hear from you first?
    > Your last three visits with Lee were all requests from you. Worth bringing something?
  reviewed

2026-09-01
  project-done Atlas
  finished Atlas, the pilot
  project Borealis: 2027-03-01 needs Legal for a data agreement, Operations for the rollout
  today
    > Nothing needs you. Next: Dana, around 20 September.
    > (Three short questions about you and Dana, for you alone.)

2026-10-12
  met Marco: The same law.; asked: A third review
  today
    > (Around now is the next half hour with Dana.)

2026-10-20
  # Marco moves on; Dana’s list has grown.
  close Marco
  ask Dana: Who signs for small orders now?
  today
    > (Around now is the next half hour with Dana.)

2026-11-16
  met Dana: The freeze.; trouble
  met Priya: Peak season begins.; trouble
  today
    > Nothing needs you. Next: Lee, around 20 November.
    > (Three short questions about you and Dana, for you alone.)
  undo
  today
    > (Around now is the next half hour with Priya.)

2026-12-21
  met Lee: A calm month.; they asked: A look at Borealis
  today
    > (Around now is the next half hour with Priya.)
  review
    > No half hour in the next seven days. The next is with Dana, around 21 December.
    > Is anything coming that somebody should hear from you first?
    > Around now is the next half hour with Priya.
  reviewed
