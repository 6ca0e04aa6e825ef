package search

// Costs are what everything but speaking the text costs, in nats, and how far behind the best a way may fall before it is
// dropped. A word that is spoken gains one to three nats a frame over garbage, some 50 a word.
type Costs struct {
	Silence     float32 // of beginning a silence at a break: where a sentence or a part of one begins
	SilenceWord float32 // the same, between two words of a phrase
	SilenceStay float32 // of each frame of a silence
	SilenceLong float32 // of each frame by which a silence in a phrase is longer than anyone hesitates: that is quiet music
	Garbage     float32 // of beginning garbage where a turn begins
	GarbageWord float32 // the same, between two words of a turn
	LongStay    float32 // of each frame in which a phone goes on for longer than anyone speaks
	GarbageStay float32 // of each frame of garbage: how much worse than any sound of speech a word may fit and still be taken
	EdgeStay    float32 // the same, before the first word of the text and after the last
	Word        float32 // of skipping a word
	Turn        float32 // of skipping a turn
	TurnWord    float32 // and of each word in it
	TurnMost    float32 // and no turn costs more than this
	Lose        float32 // of going into limbo
	Find        float32 // of coming out of limbo
	FindWord    float32 // and of each word jumped over: the nearest place first
	FindFar     float32 // and of each that cannot have been said in the time that was spent in limbo
	FindFarMost float32 // but those cost no more than this together: much of a text may be unspoken
	FindBeam    float32 // for ways out of limbo: with it, about a thousand words are jumped over and no more
	Beam        float32 // for silence, garbage and limbo, of which there is one each at a node
	WordBeam    float32 // for words, of which there are many
	GarbageBeam float32 // for words, compared with garbage at their own place instead of the best of all
	AstrayBeam  float32 // added to it where there has been no word for a second: a way that fell behind may be right
}

// Default is for a text that mostly, but not quite, is what is spoken.
func Default() Costs {
	return Costs{
		LongStay: 6, Silence: 2, SilenceWord: 8, SilenceStay: 0.02, SilenceLong: 1,
		Garbage: 10, GarbageWord: 40, GarbageStay: 3, EdgeStay: 3,
		Word: 60, Turn: 30, TurnWord: 20, TurnMost: 200,
		Lose: 100, Find: 250, FindWord: 0.1, FindFar: 3, FindFarMost: 1000, FindBeam: 1450,
		Beam: 3000, WordBeam: 450, GarbageBeam: 120, AstrayBeam: 1100,
	}
}
