"""Common names elsewhere than in Japan, for recognising a person who has neither title nor label.

Knowledge about languages, not about anybody, and not complete. Names that are also ordinary words
(Mark, Will, April) are left out: they need a title or a surname.
"""

from bot.triage.understand.normalise import word_set

# Letters of the Latin scripts, for within brackets (LATIN_LETTER) and as one (LATIN_CAPITAL).
_BEYOND_ASCII = tuple(map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))))
LATIN_CAPITAL = "[A-Z" + "".join(c for c in _BEYOND_ASCII if c.isupper()) + "]"
LATIN_LETTER = "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ"


GIVEN_LATIN = word_set(
    """abdul abdullah abel adele adriana agnes agnieszka ahmad akash alan alana aldo alessandro alessia alfonso alfred ali alicia alina alma alvaro amal amar amara amira amit amina anan ananya anders andre andrzej anil anja ankit annika antoine anton antonia anya arif arnaud arturo asha astrid axel ayesha aylin
    beata bernard bernadette bettina bianca bilal birgit bjorn bogdan branka brigitte caitlin callum camille caterina cecilia celine chiara chidi chinedu chloé ciara cillian claude claudio clement connor conor cristian cristina cristiano daisuke damian damien daria dario deepa deepika delphine denise desmond devon dieter dimitri dmitri dmitry dolores dominic dominik duc eamon edgar edith edwin eileen ekaterina elias elisa elise eloise elsa emil emilia emilio emmanuel
    ephraim erin ernesto esteban esther etienne evan fabian fabio farah faisal fatima fatma fergus fernand filip florian francois françois franz freya friedrich gareth gaurav geoffrey georgia gerard giulia giulio giuseppe goran graham greta gretchen guillaume gunnar gunther gustav habib hamid hana harish harriet hassan heidi heike heinrich helga henrik henri henriette hiromi horst hugo hussain ibrahim ifeoma ilse imran indira ines inga ingo irina isha ismail ivana iveta jacek jacques jana janine jasmin jasmine
    javed jeanette jelena jens jérôme jerome jesper joachim jochen joanne jolanta jonas jorg josef joseph josephine jovan joyce juergen julio jurgen justyna kamal kamil kareem karim karthik kasia katarina katarzyna katharina kavita kavya keiran khaled khalid kieran kiran klaus krishna kristina krzysztof ksenia lakshmi lars layla leila lena leopold lidia lionel lorenzo lorraine louise luca luciana ludovic ludwig luigi lukasz maarten maciej madeleine magdalena mahmoud malik manfred manish manoj manon marcel marek margarita margot marguerite
    mariam marianne marjorie markus marta mateusz mathias matilda matteo matthias mattias maureen mauricio mehmet meera mei mehdi michal michał mikael mikhail mila milan milena mira mohammad mohan monika moritz mustafa nadine naveen neha nadja natalya neeraj niamh nicolaus nicole nikhil nikita nikolai nils nina nisha nkechi noel noemi oksana oleg olena olga olivier omar orla osman otis padraig paolo parvati pascal patrice pawel paweł pedro perrin pia pierre piotr pooja pradeep prakash prashant priyanka rafal rafael raghav rajesh rakesh rami
    ramesh ranjit rashid ravi reinhard rekha renate rene renée reza ricarda rohan rohit rolf roland roman rosalind rosario roxana rupert rustam sabine sabrina sachin salim salma sameer samir sandeep sanjeev santiago saskia sebastian selma sergey sergei shilpa shreya siegfried sigrid silvio simone sinead sioban siobhan slavica snezana sonja soren stanislav stefania stefano stefanie suresh sunil sunita svetlana sven swati sylvain sylvie tadeusz tamara tariq tatiana tatyana terence thea theo thierry thorsten tiago tobias tomas tomasz torsten uma umar urs usha uwe vadim valentina
    valeria vasily venkat vera vidya vijay vikas viktor vincenzo violeta viviane vladimir volker waldemar walid wojciech xavier xiao yann yannick yasmin yasmine youssef yosef yuri yusuf yvette zainab zahra zbigniew zdenek zeynep zofia zoltan zsofia fumiko kwame ama kofi abena adaeze emeka ngozi tunde yemi oluwaseun amadou fatou mamadou moussa adaku
    aaron abigail adam adrian ahmed aisha alan albert alejandro alex alexander alexandra alice alison allison
    amanda amelia amy ana andrea andreas andrew angela anita anna anne annie anthony antonio arjun arthur ashley
    barbara beatriz ben benjamin beth bob bonnie boris brandon brenda brian bruce bruno camila carla carlos carmen
    carol caroline catherine cathy charles charlotte chen chloe chris christian christina christine christopher
    cindy claire clara claudia colin craig cynthia dan daniel daniela danny dave david deborah deepak dennis derek
    diana diane diego dmitri donald donna dorothy doug douglas duncan edward eduardo elaine elena elizabeth ellen
    emily emma enrique eric erik erika ernest ethan eugene eva evelyn felipe felix fernanda fernando fiona frances
    francesca francis francisco frederick gabriel gabriela gary george gerald gina giovanni gloria gordon greg
    gregory guilherme gustavo hannah hans harold harry heather hector helen helena henry howard hugh ian igor ingrid
    irene isaac isabel isabella ivan jacob jacqueline jake james jamie jane janet jason javier jean jeff jeffrey
    jennifer jenny jeremy jerry jessica jim joan joana joanna joao joe joel johan john johnny jonathan jorge jose
    joseph joshua juan judith judy julia julian juliana julie justin karen karin karl kate katherine kathleen kathy
    katie keith kelly ken kenneth kevin kim kimberly kristen kurt kyle lara larissa larry laura lauren laurence
    lawrence leandro leo leon leonardo leticia liam linda lisa lucas lucia lucy luis luke lukas lydia manuel marcelo
    marco marcos marcus margaret maria mariana marie marina mario martha martin martina mary mateo matt matthew
    maurice megan melissa michael michelle miguel mike mohamed mohammed monica muhammad nadia nancy naomi natalia
    natalie natasha nathan neil nicholas nicole nicolas nigel nina noah nora norman oliver olivia oscar otto pablo
    pamela patricia patrick paul paula paulo pedro peggy penelope peter petra phil philip philippe phillip pierre
    priya rachel rafael rahul raj ralph ramon raymond rebecca renata ricardo richard rita rob robert roberto robin
    rodrigo roger ron ronald rosa russell ruth ryan sally samantha samuel sandra sanjay sara sarah scott sean sergei
    sergio shannon sharon sheila shirley silvia simon sofia sonia sophia sophie stefan stella stephanie stephen steve
    steven stuart susan suzanne sylvia tanya tara ted teresa theodore theresa thiago thomas timothy tina todd tom
    tommy tony tracy ursula valerie vanessa veronica victor victoria vincent vikram vivian walter wanda wayne wendy
    william wolfgang yolanda yvonne zachary zoe agus budi dewi eko fitri indah joko putri rina sari siti slamet sri
    wahyu wati yanti yudi dian rudi hendra lestari bambang joão lúcia josé andré antônio luísa inês müller thi"""
)
WORD_NAMES = word_set(
    """ama milan georgia devon hugo noel roman vera lars otis uma urs theo hana mei mira alma abel axel jana ines elsa layla lena duc dario dieter fabio vidya alana ali amar adele sonja soren adaku ben chris dan jean ken kim leo otto robin rob ron stella ted tim tina victor joe jim jake jamie ivan alex felix
    chen sara aisha raj thi sri sari clara luke gloria monica oscar carol ana"""
)
SURNAMES_VIETNAMESE = word_set(
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Trịnh Đinh Mai Tô Cao Nguyen Tran Pham"
)
FOREIGN_KATAKANA = word_set(
    """ケビン ケヴィン ジョン マイケル デイビッド デビッド ロバート ジェームズ ジェームス ウィリアム リチャード トーマス トム ダニエル ポール
    マーク スティーブ スティーブン アンドリュー ブライアン クリス ピーター アレックス ベン サム エリック ライアン ジェイソン ジェフ メアリー リサ
    サラ エマ エミリー アンナ アン ケイト ジェシカ ジェニファー ナンシー カレン リンダ スーザン マリア ソフィア オリビア アリス ルーシー ジュリア
    ローラ グエン チャン ファム レー ホアン リン ワン チャン チェン リー キム パク チェ ジョン イ カルロス ホセ ルイス ペドロ ジョアン
    スミス ジョンソン ブラウン ウィルソン テイラー アンダーソン マーティン ラジ プリヤ アブドゥル モハメド アハメド ティン トゥアン ミン ソムチャイ
    グェン ヴァン ティ ファン ブイ ドー ダン ジャスミン アレハンドロ アレクサンドラ アレクサンダー アントニオ アンドレ アンドレア アンジェラ アンヘル イザベラ イネス イリーナ イワン ヴィクトル ヴィクトリア エドゥアルド エドワード エレーナ エレナ エリザベス
    オスカー オルガ オリバー カタリナ ガブリエル ガブリエラ キャサリン グスタボ クララ クラウディア クリスティーナ クリストファー グレース ゲオルグ サミュエル サンドラ シモーネ ジャン ジュリア ジュリアン ジョージ ジョセフ ジョナサン
    シンディ スティーヴン ステファニー ステファン セバスチャン セルゲイ ソフィー ダニエラ ディエゴ ティナ トニー ドミニク ナターシャ ナタリー ニコラス ニコール ハンナ ハビエル パオロ パトリシア パトリック パブロ ビクトリア フィリップ フェリペ フランシスコ フランク ブルーノ
    ヘレン ペドロ ベンジャミン マシュー マテオ マヌエル マリアナ マルコ マルコス マルティン ミゲル ミハイル ミシェル ムハンマド メリッサ モニカ ヤン ユリア ヨハン ラウル ラファエル ラケル リカルド リチャード ルーカス ルイーザ レオ レオナルド レベッカ ロドリゴ ロベルト ロナルド
    ゴンザレス ガルシア フェルナンデス ロペス マルティネス エルナンデス ペレス サンチェス ラミレス オリベイラ ソウザ ペレイラ フェレイラ アルメイダ シュミット ミュラー イワノフ シン クマール シャルマ パテル グプタ チャウ ウォン ラム ホア フォン タイン ズン ヒエウ ハイン ハオ リン クオン
    スリ プトラ ウィジャヤ ラハユ アユ ヌル アリフ リズキ シャフィク ニン アウン ミャ タン ソムチャイ プラヤー ナパポーン
    ブディ サリ デウィ アグス シティ フェルナンド マリオ アントニオ ロドリゲス シルバ サントス"""
)
SINGLE_HAN = frozenset(
    "陳金朴李王張黄劉楊周呉孫趙崔鄭姜尹徐馬朱胡郭何高羅梁宋唐許鄧馮曹彭曾蕭蔡潘袁于董余葉沈盧范方丁"
)
