"""English first names and what their bearers are called: Bob is Robert, and so is Rob. A table of our own."""

from collections import defaultdict
from functools import cache

_CALLED = """
abigail abby gail · abraham abe bram · adelaide addie heidi · agnes aggie nessie · albert al bert bertie · alexander
alex al xander sandy alec lex sasha · alexandra alex sandra sandy lexi sasha · alfred al alf alfie fred · alice
allie ali · allison alison ally allie ali · amanda mandy · amelia amy millie · andrea andi drea · andrew andy drew ·
angela angie · ann anna anne annie nan nancy · anthony tony ant · antonia toni tonya · archibald archie · arthur art
artie · august gus augie · barbara barb barbie babs bobbie · bartholomew bart · beatrice bea trixie bee · benjamin
ben benny benji · bernadette bernie detta · bernard bernie · bradley brad · bridget bridie biddy · calvin cal ·
cameron cam · caroline carolyn carrie caro lynn · cassandra cass cassie sandra · catherine cathy cat kate katie kit
· cecilia cece celia cissy · charles charlie chuck chas chaz · charlotte charlie lottie char · chester chet ·
christian chris · christina chris christy tina · christine chris christy tina chrissie · christopher chris topher
kit kris · clifford cliff · clinton clint · constance connie · cornelius corny neil · curtis curt · cynthia cindy ·
daniel dan danny · danielle dani · david dave davy · deborah deb debbie · dennis denny · dominic dom nick · donald
don donny · dorothy dot dottie dolly · douglas doug · edgar ed eddie · edith edie · edmund ed eddie ned ted · edward
ed eddie ned ted teddy · edwin ed eddie win · eleanor ellie nell nora lenore · elizabeth liz lizzie beth betty bess
bessie eliza libby lisa elsie betsy · ellen ellie nell · emily em emmy millie · emma em emmy · ernest ernie · esther
essie hetty · eugene gene · evelyn evie eve · ezekiel zeke · florence flo flossie · frances fran frankie franny ·
francis frank frankie · franklin frank · frederick fred freddie fritz rick · gabriel gabe · gabrielle gabby elle ·
geoffrey geoff jeff · george georgie · georgina georgie gina · gerald gerry jerry · gilbert gil bert · gregory greg
gregg · gwendolyn gwen wendy · harold harry hal · harriet hattie · henry harry hank hal · herbert herb bert · hilary
hil · howard howie · hubert hugh bert · hugh hughie · ian iain · ignatius iggy · irene rene · isaac ike · isabella
isabel bella izzy belle · isidore izzy · jacob jake · jacqueline jackie · james jim jimmy jamie jem · jane janie
jenny · janet jan · jasmine jas jazz · jason jay · jeffrey jeff · jennifer jen jenny jenna · jeremiah jerry · jeremy
jez jerry · jerome jerry · jessica jess jessie · joan joanie · joanna jo joan joanne · john jack johnny jock ·
jonathan jon jonny nathan · joseph joe joey · josephine jo josie fina · joshua josh · judith judy jude · julia julie
jules · julian jules jule · katherine kathy kat kate katie kit kay · kathleen kathy kath kay · katrina kat trina ·
kenneth ken kenny · kimberly kim · laurence larry laurie · lawrence larry laurie lars · leonard leo len lenny ·
leonardo leo · leopold leo · leroy roy · leslie les · lewis lew · lillian lily lil · linda lindy · louis lou louie ·
louise lou lulu · lucas luke · lucille lucy · madeleine maddie · madeline maddie · magdalena lena maggie · malcolm
mal · marcus marc mark · margaret maggie meg peggy peg marge margie greta rita daisy · maria mia mary · marjorie
marge margie · martha marty patty · martin marty · martina tina marty · mary molly polly mamie mae · matilda tilly
mattie · matthew matt matty · maureen mo · maurice mo morry · maximilian max · maxwell max · melanie mel · melissa
mel missy lissa · melvin mel · michael mike mick mickey mikey · michelle shelly mich · mildred millie · miranda
mandy randy · mitchell mitch · monica mona · morris mo morry · mortimer mort · natalie nat · nathan nat nate ·
nathaniel nat nate · nicholas nick nicky nico · nicole nicky nikki · nigel nige · norman norm · oliver ollie ·
olivia liv livvy · oscar ozzie · oswald ozzie oz · pamela pam · patricia pat patty trish tricia · patrick pat paddy
rick · penelope penny nell · percival percy · peter pete · philip phil pip · phillip phil pip · priscilla cilla ·
rachel rae · ralph ralphie · randall randy · randolph randy · raymond ray · rebecca becky becca beck · reginald reg
reggie · reuben rube · richard rick dick rich richie ricky · robert bob rob bobby robbie bert · roberta bobbie bert
· roderick rod rick · rodney rod · roger rodge · roland rollo · ronald ron ronnie · rosalind roz ros · rose rosie ·
rosemary rose rosie romy · rudolph rudy · rupert rupe · russell russ rusty · samantha sam sammy · samuel sam sammy ·
sandra sandy · sarah sally sadie sara · sebastian seb bas · seymour sy · sharon shaz · sheldon shel · sidney sid ·
simon si · solomon sol solly · sophia sophie · spencer spence · stanley stan · stephanie steph stevie · stephen
steve stevie · steven steve stevie · stewart stu · stuart stu · susan sue susie suzy · susanna sue susie · suzanne
sue suzy · sylvester sly · sylvia syl · tabitha tabby · terence terry · teresa terry tess tessa · thaddeus thad tad
· theodora thea dora · theodore ted teddy theo · theresa terry tess tessa reese · thomas tom tommy · timothy tim
timmy · tobias toby · valerie val · vanessa nessa · veronica ronnie vera · victor vic · victoria vicky tori vic ·
vincent vince vinny · virginia ginny ginger · vivian viv · wallace wally · walter walt wally · wendell dell ·
wilfred wilf fred · wilhelmina mina billie · william bill will billy willy liam · winifred winnie freddie · winston
win · yvonne vonnie · zachariah zach · zachary zach zack
"""


@cache
def _table() -> dict[str, frozenset[str]]:
    called = defaultdict(set)
    for names in _CALLED.split("·"):
        full, *short = names.split()
        for name in short:
            called[full].add(name)
            called[name] |= {full, *short} - {name}
    return {name: frozenset(others) for name, others in called.items()}


def also_called(name: str) -> frozenset[str]:
    """Other first names of who bears this one, in lower case: robert → bob, rob …; bob → robert, rob …"""
    return _table().get(name, frozenset())
