package spoken

import "strings"

// abbreviations are read in full; several readings are separated by "|". Written here in lower case without the period.
var abbreviations = table(`
mr mister; mrs missus; ms miss|ms.; dr doctor|drive; st saint|street; jr junior; sr senior|senor; prof professor
gen general; sen senator; rep representative; gov governor; pres president; lt lieutenant; col colonel; sgt sergeant
capt captain; cmdr commander; maj major; adm admiral; rev reverend; hon honorable; supt superintendent; atty attorney
vs versus; etc et cetera; inc incorporated|ink; co company; corp corporation; ltd limited; bros brothers; dept department
ave avenue; blvd boulevard; rd road; mt mount; ft fort|feet|foot; hwy highway; pkwy parkway; apt apartment; sq square
jan january; feb february; mar march; apr april; jun june; jul july; aug august; sep september; sept september
oct october; nov november; dec december; mon monday; tue tuesday; tues tuesday; wed wednesday; thu thursday
thurs thursday; fri friday; sat saturday; sun sunday; no number; nos numbers; vol volume; pp pages; ch chapter; fig figure
est established|estimated; approx approximately; min minutes|minimum; max maximum; dist district; assn association
calif california; ala alabama; ariz arizona; ark arkansas; colo colorado; conn connecticut; fla florida; ga georgia
ill illinois; ind indiana; kan kansas; ky kentucky; la louisiana; mass massachusetts; mich michigan; minn minnesota
miss mississippi; mo missouri; mont montana; neb nebraska; nev nevada; okla oklahoma; ore oregon; pa pennsylvania
tenn tennessee; tex texas; va virginia; vt vermont; wash washington; wis wisconsin; wyo wyoming
e.g for example|e. g.; i.e that is|i. e.; a.k.a a. k. a.|also known as; ph.d p. h. d.; m.d m. d.; u.s u. s.|united states
u.n u. n.|united nations; u.k u. k.|united kingdom; a.m a. m.; p.m p. m.; d.c d. c.; ok okay; o.k okay; mic mike; mics mikes
mhm m. hum; mm-hmm m. hum; mm-hm m. hum; hmm hum; hm hum; mmm hum; w/ with; w/o without; c/o care of
`)

// units are read in full after a number; several readings are separated by "|".
var units = table(`
kg kilograms|kilos; g grams; mg milligrams; km kilometers; m meters|million; cm centimeters; mm millimeters; mi miles
ft feet|foot; in inches; lb pounds|pound; lbs pounds; oz ounces; mph miles per hour|m. p. h.; kph kilometers per hour
k thousand|k.; bn billion; tn trillion; hz hertz; khz kilohertz; mhz megahertz; ghz gigahertz; kb kilobytes; mb megabytes
gb gigabytes|gigs; tb terabytes; am a. m.; pm p. m.; a.m a. m.; p.m p. m.; h hours; hr hours; hrs hours; sec seconds
% percent; ° degrees; °f degrees fahrenheit|degrees; °c degrees celsius|degrees; ¢ cents; th th; x times; w watts; kw kilowatts
$ dollars
`)

// symbols are read by their names where they stand alone or between words.
var symbols = table(`
& and; + plus; = equals; @ at; # number|pound|hashtag; % percent; / slash|or|; ° degrees; × times|by; ÷ divided by; § section
½ a half|one half|half; ¼ a quarter|one quarter|one fourth; ¾ three quarters|three fourths; ⅓ a third|one third; ⅔ two thirds
$ dollars|dollar; € euros; £ pounds; ¥ yen; ~ about; < less than; > greater than; * star|asterisk|; _ underscore|; ^ caret
`)

// currencies are the names of money, plural, singular, and their hundredths.
var currencies = map[string][4]string{
	"$": {"dollars", "dollar", "cents", "cent"}, "€": {"euros", "euro", "cents", "cent"},
	"£": {"pounds", "pound", "pence", "penny"}, "¥": {"yen", "yen", "sen", "sen"},
}

// magnitudes stand between an amount and its currency: "$3.5 million" is "three point five million dollars".
var magnitudes = map[string]bool{"thousand": true, "million": true, "billion": true, "trillion": true, "hundred": true}

func table(text string) map[string][][]string {
	out := make(map[string][][]string)
	for _, row := range strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == '\n' }) {
		word, readings, ok := strings.Cut(strings.TrimSpace(row), " ")
		if !ok {
			continue
		}
		for r := range strings.SplitSeq(readings, "|") {
			out[word] = append(out[word], strings.Fields(r))
		}
	}
	return out
}
