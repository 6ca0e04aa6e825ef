package spoken_test

import (
	"strings"
	"testing"

	"alongside/sync/align/spoken"
)

// small is a dictionary of few words.
type small map[string]bool

func (d small) Known(word string) bool { return d[word] }

func dictionary() small {
	d := small{}
	for _, w := range strings.Fields("the in no us nato million dollars program well state of art twenty-one u. n. mr. world war may it's") {
		d[w] = true
	}
	return d
}

// readings writes the readings of the first of the words, separated by bars.
func readings(text string) string {
	var out []string
	for _, r := range spoken.Readings(dictionary(), strings.Fields(text))[0] {
		out = append(out, strings.Join(r, " "))
	}
	return strings.Join(out, " | ")
}

func TestTheLikeliestReadingComesFirst(t *testing.T) {
	for written, want := range map[string]string{
		"Well":             "well",
		"it’s":             "it's",
		"café":             "cafe",
		"1990":             "nineteen ninety",
		"1905":             "nineteen oh five",
		"1900":             "nineteen hundred",
		"2000":             "two thousand",
		"2014":             "two thousand fourteen",
		"1,200":            "one thousand two hundred",
		"1990s":            "nineteen nineties",
		"'90s":             "nineties",
		"1st":              "first",
		"22nd":             "twenty second",
		"3.5":              "three point five",
		"0.5":              "point five",
		"5%":               "five percent",
		"$5":               "five dollars",
		"$1":               "one dollar",
		"$3.50":            "three dollars and fifty cents",
		"£20":              "twenty pounds",
		"$3m":              "three million dollars",
		"5:30":             "five thirty",
		"5:05":             "five oh five",
		"5:30pm":           "five thirty p. m.",
		"9/11":             "nine eleven",
		"1/2":              "one half",
		"3/4":              "three quarters",
		"11/18/14":         "november eighteenth fourteen",
		"3-2":              "three to two",
		"555-1234":         "five five five one two three four",
		"U.N.":             "u. n.",
		"U.S.":             "u. s.",
		"J.":               "j.",
		"DPRK":             "d. p. r. k.",
		"NPR's":            "n. p. r.'s",
		"CEOs":             "c. e. o.'s",
		"NATO":             "nato",
		"AT&T":             "a. t. and t.",
		"Dr.":              "doctor",
		"Mr":               "mister",
		"no":               "no",
		"No.":              "number",
		"II":               "two",
		"5kg":              "five kilograms",
		"COVID-19":         "c. o. v. i. d. nineteen",
		"G20":              "g. twenty",
		"npr.org":          "n. p. r. dot o. r. g.",
		"&":                "and",
		"Twenty-One":       "twenty-one",
		"state-of-the-art": "state of the art",
		"Huyk":             "huyk",
		"-5":               "minus five",
		"007":              "oh oh seven",
	} {
		t.Run(written, func(t *testing.T) {
			got, _, _ := strings.Cut(readings(written), " | ")
			if got != want {
				t.Errorf("%s is read %q, not %q", written, got, want)
			}
		})
	}
}

func TestOtherReadingsAreOffered(t *testing.T) {
	for written, want := range map[string]string{
		"2014":     "twenty fourteen",
		"9/11":     "nine eleven",
		"342":      "three forty two",
		"340":      "three hundred and forty",
		"911":      "nine one one",
		"Dr.":      "drive",
		"II":       "the second",
		"U.S.":     "united states",
		"US":       "u. s.",
		"COVID-19": "covid nineteen",
		"18 of":    "eighteen",
		"555-1234": "five five five one two three four",
		"No.":      "no",
	} {
		t.Run(written, func(t *testing.T) {
			if got := readings(written); !strings.Contains(" | "+got+" | ", " | "+want+" | ") {
				t.Errorf("%s is read %q, without %q", written, got, want)
			}
		})
	}
}

func TestTheNeighboursCount(t *testing.T) {
	all := spoken.Readings(dictionary(), strings.Fields("$3.5 million program"))
	if got := strings.Join(all[0][0], " "); got != "three point five" {
		t.Errorf("the amount is read %q", got)
	}
	if got := strings.Join(all[1][0], " "); got != "million dollars" {
		t.Errorf("the magnitude is read %q", got)
	}
	if got := spoken.Readings(dictionary(), strings.Fields("May 18"))[1][0]; strings.Join(got, " ") != "eighteenth" {
		t.Errorf("the day is read %q", got)
	}
}

func FuzzReadings(f *testing.F) {
	f.Add("$3.5 million U.N. 9/11 '90s II's café")
	f.Fuzz(func(t *testing.T, text string) {
		words := strings.Fields(text)
		all := spoken.Readings(dictionary(), words)
		if len(all) != len(words) {
			t.Fatalf("%d words, %d readings", len(words), len(all))
		}
		for i, rs := range all {
			for _, r := range rs {
				if len(r) == 0 {
					t.Errorf("%q has a reading without words", words[i])
				}
			}
		}
	})
}
