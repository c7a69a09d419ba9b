"""What people say in English in a team's chat that asks nothing of a CRM, one a line."""

SAID = """
good morning everyone
anyone up for lunch
who wants coffee
I'm stuck in traffic, be there in ten
happy birthday!!
what a lovely name
what is in a name
lol that's hilarious
the printer is jammed again
what's the wifi password
can someone turn down the aircon
see you all tomorrow
thanks so much for your help yesterday
I'll be late today, dentist
is the office open on monday
has anybody seen my charger
great game last night
that meeting could have been an email
sounds good to me
let me think about it
I'm on it
ok will do
what's the weather like tomorrow
tell me a joke
translate this into spanish
what's the capital of peru
write a poem about spring
order me a pizza
book me a flight to berlin
play some music
how old are you
who made you
what do you think about the election
convert 5 miles to kilometres
set the thermostat to 21 degrees
turn off the lights
can you fix my laptop
my phone died
I need a holiday
did you see the news
he said he'd ring me back
she never answers her phone
they closed the road by the station
we won the pub quiz
we won the bake-off on saturday
we won the school raffle on friday haha
my win at tennis on sunday
my win at darts last night
that win at cards
her win at badminton today
his win at poker last night
our win at bowling yesterday
they won the five-a-side on sunday
we won the sponsored walk lol
I lost my keys
lost my wallet somewhere, so annoying
my suitcase got lost at the airport
she left her scarf on the train
our team won the quiz on saturday
moving house this weekend
the deal with the new coffee machine is off
my kid has a school visit on friday
closing the window, it's cold
I'll call you later
let's meet at the bar
note to myself: drink more water
can you send me the slides when you have a minute
please approve my leave
when is payday
who is on call tonight
anybody want to split an uber to the airport
who left their umbrella in the meeting room
my train is late again
I can't believe he said that to her face
we should do this more often
what a week
what a day
what a morning
what a long day
what a mess of a day
it's freezing in here
does anyone have a phone charger I could borrow
reminder that the fridge gets cleaned out tonight everybody
the dog ate my homework, literally
did you watch the match on sunday
I have a dentist appointment at three
she got promoted, drinks on her
can you believe it's november already
he closed the door in my face
we lost power for an hour last night
I won a bottle of wine at the raffle
my sister is having a deal with her landlord
big deal, who cares
no deal, sorry mate
that's a win for the good guys
what a call by the referee
I called my mum yesterday, she says hi
note to self: buy milk
the ticket for the concert was way too expensive
I got a parking ticket this morning
my pipeline of netflix shows is endless
the forecast says rain all weekend
lead the way, I'll follow
let's not make a campaign out of this
we need a new stage for the christmas play
my contact lens fell out
she's good company on a road trip
close the window please, it's cold
open the door for the delivery guy
the meeting got moved to room four, see you there
are you joining us for lunch
I'll grab coffee, want one
can someone water the plants while I'm away
who is picking up the cake
how many days of holiday do I get
how do I get a new badge
how do I connect to the vpn
reset my password please
my laptop won't start
order a new chair for my desk
find me a restaurant near the office
book a table for six tonight
reserve the big meeting room for tomorrow
call me a cab to the station
what time is it in tokyo
what does this word mean
how do you say good morning in french
write an apology letter to my neighbour
summarise this article for me
give me a recipe for banana bread
what's the stock price of apple
how far is it to the moon
sing me a song
do you like your job
are you a robot
you're the best
you are so slow today
good bot
nice one, thanks
no worries at all
never heard of it
that makes sense to me
I agree with what you said earlier
can you two please stop arguing in here
let's take this offline
ping me when you're free, we need to talk about the trip
hey are you around for a quick chat
did you see her message about the party
tell him I'm running late
she said the client was rude to her, poor thing
I told them twice already and nobody listens
he never replies to anything
we're having pizza in the kitchen
happy friday all
merry christmas everyone
welcome back, how was the trip
get well soon
sorry wrong chat
ignore that, meant for someone else
brb
be right there
one sec
ugh mondays
haha classic
wow congrats on the baby
the wifi is down on the second floor
fire drill at three, use the north stairs
please submit your timesheets, says HR
payroll needs your bank details by friday
my expenses still haven't been paid
is the car park full
the lift is broken again
the projector in room two is dead
who ordered thirty boxes of pens
we should update our wardrobe lol
this show lost the plot after season three
my team lost the final, I'm gutted
they signed a new striker for eighty million
I bought a deal on flights to lisbon
the bank called about my mortgage
my landlord wants to visit on tuesday
I need to schedule a haircut
remember when we got stuck in that airport
same here, can't sleep
do we work on thursday
my train got cancelled and I'm stranded
my appointment got cancelled
the concert was cancelled
order more coffee pods
can you order some pens
we need more toner
order us a cab
how do I change a light bulb
how do I get to the station from here
how do I cook rice
close the door behind you
shut the windows before you leave
I lost my wallet on the bus
he lost his phone again
I lost my badge, can someone let me in
move your bike please
could you move your bag
the forecast promises snow
weather forecast looks grim
merging onto the motorway was scary
not sure about this
hmm maybe
not sure what you mean
the alarm on my phone keeps ringing
my calendar reminder went off in the middle of the film
we should organise the christmas party
let's plan a barbecue
I have to renew my driving licence
I need to pay my rent by friday
I must book a vaccination
I'm closing the curtains
she closed her shop last year
we won the lottery, not
my team lost again
they won the cup
that was a good deal on shoes
lead the way
he got promoted at his old firm
my landlord raised the rent
my salary should be bumped
the price of petrol went up again
my gym membership expires soon
I renewed my subscription
the cat is sick
my daughter starts school
let's reschedule our tennis match
he's updating his profile picture
I'm updating windows
the meeting room is double booked again
who moved my chair
can you feel the draft
what do you think about the new office
I had a call with my bank, useless
my mother called, she's fine
met an old friend for lunch
I visited my grandma
emailed my landlord about the boiler
wrote to the council about the potholes
the customer service there is awful
I'm a customer there too
someone assigned me the worst desk
report back to earth
tell her I said hi
say hi to your wife
show off
undo the top button
merge is hard
is anybody else freezing
any plans for the weekend
"""
