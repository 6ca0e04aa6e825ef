// Package finding says where in a story something is that a person asks for: words that are said, a time, a turn, a chapter, a
// speaker.
//
// Its words: a [Match] is a stretch of a turn that was looked for. A [Place] is somewhere that a person may have meant by what
// they typed. A [Speaker] is someone heard in the story, with how much of it is theirs.
//
// Nothing here moves or marks anything: what is found is given back, and what has no time is given without one.
package finding
