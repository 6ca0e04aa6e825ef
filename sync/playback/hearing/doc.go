// Package hearing shapes sound to what an ear needs: soft sounds lifted, the band that consonants lie in lifted, both sides
// as one, one side softer. A [Limiter] keeps what was made louder from being cut off.
//
// Its streams are neither late nor early: frame for frame they are the source's. Settings may change while they are read,
// and fade over.
package hearing
