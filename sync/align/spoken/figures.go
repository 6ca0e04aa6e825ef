package spoken

import "strings"

var months = strings.Fields("january february march april may june july august september october november december")

// decimalWords reads digits with a fraction: "three point five".
func decimalWords(integer, fraction string) [][]string {
	if fraction == "" {
		return whole(strings.ReplaceAll(integer, ",", ""))
	}
	after := join([]string{"point"}, digits(fraction, "oh"))
	zero := join([]string{"point"}, digits(fraction, "zero"))
	if integer == "" || integer == "0" {
		return [][]string{after, join([]string{"zero"}, zero), join([]string{"oh"}, after)}
	}
	var out [][]string
	for _, w := range whole(strings.ReplaceAll(integer, ",", "")) {
		out = append(out, join(w, after))
	}
	if len(fraction) == 2 && fraction[0] != '0' { // "three point twenty five"
		n, _ := number(fraction)
		out = append(out, join(out[0][:len(out[0])-2], cardinal(n)))
	}
	return out
}

func each(readings [][]string, after ...string) (out [][]string) {
	for _, r := range readings {
		out = append(out, join(r, after))
	}
	return out
}

// money reads an amount; a magnitude that follows in the text goes before the currency, see [reader.number] of the magnitude.
func (r *reader) money(parts []string) [][]string {
	sign, integer, fraction, suffix := parts[0], parts[1], parts[2], strings.ToLower(parts[3])
	names := currencies[sign]
	if magnitudes[r.after] && suffix == "" {
		return decimalWords(integer, fraction)
	}
	if suffix != "" {
		large := map[string]string{"k": "thousand", "m": "million", "b": "billion", "bn": "billion", "tn": "trillion"}[suffix]
		if large == "" {
			return nil
		}
		return each(decimalWords(integer, fraction), large, names[0])
	}
	n, ok := number(integer)
	if !ok {
		return nil
	}
	if cents, _ := number(fraction); len(fraction) == 2 {
		return moneyAndCents(n, cents, names)
	}
	if n == 1 && fraction == "" {
		return [][]string{{"one", names[1]}, {"a", names[1]}}
	}
	amount := decimalWords(integer, fraction)
	return append(each(amount, names[0]), each(amount[:1], names[1])...)
}

func moneyAndCents(n, cents int64, names [4]string) [][]string {
	main, small := names[0], names[2]
	if n == 1 {
		main = names[1]
	}
	if cents == 1 {
		small = names[3]
	}
	amount := join(cardinal(n), []string{main})
	if cents == 0 {
		return [][]string{amount}
	}
	rest := join(cardinal(cents), []string{small})
	if n == 0 {
		return [][]string{rest}
	}
	return [][]string{
		join(amount, []string{"and"}, rest), join(cardinal(n), pair(cents)), join(amount, rest),
		join(amount, cardinal(cents)),
	}
}

func (r *reader) time(parts []string) [][]string {
	hour, _ := number(parts[0])
	minute, _ := number(parts[1])
	half := spell(parts[2])
	if minute == 0 {
		return [][]string{
			join(cardinal(hour), half), join(cardinal(hour), []string{"o'clock"}, half),
			join(cardinal(hour), []string{"hundred"}),
		}
	}
	return [][]string{join(cardinal(hour), pair(minute), half), join(cardinal(hour), cardinal(minute), half)}
}

func (r *reader) ordinal(parts []string) [][]string {
	n, ok := number(parts[0])
	if !ok {
		return nil
	}
	return [][]string{ordinal(cardinal(n)), join([]string{"the"}, ordinal(cardinal(n)))}
}

func (r *reader) decade(parts []string) (out [][]string) {
	for _, w := range whole(parts[0]) {
		out = append(out, plural(w))
	}
	return out
}

func (r *reader) shortYear(parts []string) [][]string {
	n, _ := number(parts[0])
	if n == 0 {
		return [][]string{{"oh", "oh"}, {"two", "thousand"}}
	}
	return [][]string{pair(n), join([]string{"nineteen"}, pair(n)), join([]string{"two", "thousand"}, cardinal(n))}
}

func (r *reader) date(parts []string) (out [][]string) {
	month, _ := number(parts[0])
	day, _ := number(parts[1])
	if month < 1 || day < 1 || month > 12 || day > 31 {
		return nil
	}
	for _, year := range whole(parts[2]) {
		out = append(out, join([]string{months[month-1]}, ordinal(cardinal(day)), year), join(cardinal(month), cardinal(day), year))
	}
	return out
}

var fractions = map[int64]string{2: "half", 4: "quarter"}

func (r *reader) fraction(parts []string) [][]string {
	a, okA := number(parts[0])
	b, okB := number(parts[1])
	if !okA || !okB {
		return nil
	}
	apart := join(cardinal(a), cardinal(b)) // "nine eleven", "twenty four seven"
	over := join(cardinal(a), []string{"over"}, cardinal(b))
	if b < 2 {
		return [][]string{apart, over}
	}
	name := ordinal(cardinal(b))
	if f, ok := fractions[b]; ok {
		name = []string{f}
	}
	usual := b <= 5 || b == 8 || b == 10
	switch {
	case !usual:
		return [][]string{apart, join(cardinal(a), plural(name)), over}
	case a == 1:
		return [][]string{join([]string{"one"}, name), join([]string{"a"}, name), name, apart}
	case b == 2:
		name = []string{"halves"}
	default:
		name = plural(name)
	}
	return [][]string{join(cardinal(a), name), apart, over}
}

// span reads "1990-95", "3-2", "10-15".
func (r *reader) span(parts []string) (out [][]string) {
	for _, a := range whole(parts[0]) {
		for _, b := range whole(parts[1])[:1] {
			out = append(out, join(a, []string{"to"}, b), join(a, b))
		}
	}
	spelled := join(digits(parts[0], "oh"), digits(parts[1], "oh"))
	if len(parts[0]) == 3 && len(parts[1]) == 4 { // a telephone number
		return append([][]string{spelled}, out...)
	}
	return append(out[:min(len(out), most-1)], spelled)
}

func (r *reader) telephone(_ []string) [][]string {
	if !strings.Contains(strings.Trim(r.word, "-"), "-") {
		return nil
	}
	return [][]string{digits(r.word, "oh"), digits(r.word, "zero")}
}

func (r *reader) decimal(parts []string) [][]string {
	return signed(parts[0], decimalWords(parts[1], parts[2]))
}

// number reads whole numbers, as the day where a month stands before them.
func (r *reader) number(parts []string) (out [][]string) {
	s := strings.ReplaceAll(parts[1], ",", "")
	if s != parts[1] { // no year
		n, _ := number(s)
		return signed(parts[0], [][]string{cardinal(n), withAnd(cardinal(n))})
	}
	if n, ok := number(s); ok && n >= 1 && n <= 31 && r.afterMonth() {
		out = append(out, ordinal(cardinal(n)), join([]string{"the"}, ordinal(cardinal(n))))
	}
	return append(out, signed(parts[0], whole(s))...)
}

func (r *reader) afterMonth() bool {
	before := strings.TrimSuffix(r.before, ".")
	for _, m := range months {
		if before == m || len(before) >= 3 && strings.HasPrefix(m, before) {
			return true
		}
	}
	return false
}

func signed(sign string, readings [][]string) [][]string {
	if sign == "" {
		return readings
	}
	var out [][]string
	for _, r := range readings {
		out = append(out, join([]string{"minus"}, r), r, join([]string{"negative"}, r))
	}
	return out
}

func (r *reader) measure(parts []string) [][]string {
	names, ok := units[strings.ToLower(parts[1])]
	if !ok {
		return nil
	}
	integer, fraction, _ := strings.Cut(strings.TrimPrefix(parts[0], "-"), ".")
	var out [][]string
	for _, name := range names {
		out = append(out, each(decimalWords(integer, fraction), name...)...)
	}
	return out
}
