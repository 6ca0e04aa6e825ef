package spoken

import (
	"strconv"
	"strings"
)

var ones = [...]string{
	"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
	"fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
}

var tens = [...]string{"", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}

var thousands = [...]string{"", "thousand", "million", "billion", "trillion"}

var ordinals = map[string]string{
	"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth",
}

// cardinal gives the words of a number below 10^15, without "and": 342 is "three hundred forty two".
func cardinal(n int64) []string {
	if n < 20 {
		return []string{ones[n]}
	}
	var out []string
	for i := len(thousands) - 1; i >= 0; i-- {
		unit := int64(1)
		for range i {
			unit *= 1000
		}
		if group := n / unit % 1000; group > 0 {
			out = append(out, hundreds(group)...)
			if i > 0 {
				out = append(out, thousands[i])
			}
		}
	}
	return out
}

// hundreds gives the words of a number from 1 to 999.
func hundreds(n int64) []string {
	var out []string
	if n >= 100 {
		out = append(out, ones[n/100], "hundred")
		n %= 100
	}
	switch {
	case n == 0:
	case n < 20:
		out = append(out, ones[n])
	default:
		out = append(out, tens[n/10])
		if n%10 > 0 {
			out = append(out, ones[n%10])
		}
	}
	return out
}

// withAnd puts the British "and" after "hundred" or "thousand" where the last group begins; nil where there is no place for it.
func withAnd(words []string) []string {
	for i := len(words) - 2; i >= 0 && i >= len(words)-3; i-- {
		if words[i] == "hundred" || words[i] == "thousand" {
			return join(words[:i+1], []string{"and"}, words[i+1:])
		}
	}
	return nil
}

// pair gives the two digits of a year's end or of minutes: "oh five", "ten", "forty two". 0 has none.
func pair(n int64) []string {
	switch {
	case n == 0:
		return nil
	case n < 10:
		return []string{"oh", ones[n]}
	}
	return cardinal(n)
}

// digits spells a number digit by digit, 0 as "zero" or "oh".
func digits(s, zero string) (out []string) {
	for _, r := range s {
		switch {
		case r == '0':
			out = append(out, zero)
		case r > '0' && r <= '9':
			out = append(out, ones[r-'0'])
		}
	}
	return out
}

// ordinal turns the last word of a cardinal into that of the ordinal.
func ordinal(words []string) []string {
	last := words[len(words)-1]
	switch {
	case ordinals[last] != "":
		last = ordinals[last]
	case strings.HasSuffix(last, "y"):
		last = strings.TrimSuffix(last, "y") + "ieth"
	case strings.HasSuffix(last, "t"):
		last += "h"
	default:
		last += "th"
	}
	return join(words[:len(words)-1], []string{last})
}

// plural turns the last word of a number into its plural: "nineties", "hundreds".
func plural(words []string) []string {
	last := words[len(words)-1]
	switch {
	case strings.HasSuffix(last, "y"):
		last = strings.TrimSuffix(last, "y") + "ies"
	case strings.HasSuffix(last, "x"):
		last += "es"
	default:
		last += "s"
	}
	return join(words[:len(words)-1], []string{last})
}

// whole gives the readings of a number written in digits only, likeliest first.
func whole(s string) (out [][]string) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n >= 1e15 || len(s) > 1 && s[0] == '0' {
		return [][]string{digits(s, "oh"), digits(s, "zero")}
	}
	year := len(s) == 4 && n%1000 >= 10 || len(s) == 3
	if year && n >= 1100 && n < 2000 {
		out = append(out, asYear(s, n))
	}
	out = append(out, cardinal(n))
	if and := withAnd(cardinal(n)); and != nil {
		out = append(out, and)
	}
	if year && (n < 1100 || n >= 2000) {
		out = append(out, asYear(s, n))
	}
	if len(s) >= 3 {
		out = append(out, digits(s, "oh"))
	}
	return out
}

// asYear reads three or four digits in two halves: "nineteen hundred", "nineteen oh five", "seven forty seven".
func asYear(s string, n int64) []string {
	high, low := cardinal(n/100), pair(n%100)
	if len(low) == 0 {
		low = []string{"hundred"}
	}
	if len(s) == 3 {
		high = digits(s[:1], "oh")
	}
	return join(high, low)
}

func join(parts ...[]string) []string {
	var out []string
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}
