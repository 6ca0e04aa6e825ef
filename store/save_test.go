package store

import (
	"reflect"
	"testing"
)

func TestASavedStoryComesBackAsItWas(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse(), Alignment: timed(lighthouse())})
	got := read(t, l, id)
	if !reflect.DeepEqual(got.Transcript, lighthouse()) {
		t.Errorf("transcript = %+v\nwant %+v", got.Transcript, lighthouse())
	}
	if !reflect.DeepEqual(got.Alignment, timed(lighthouse())) {
		t.Errorf("alignment = %+v\nwant %+v", got.Alignment, timed(lighthouse()))
	}
}
