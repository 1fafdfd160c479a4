// Package sweatstack answers as SweatStack (app.sweatstack.no) does, with its authorization server.
//
// It is this project's reading of the vendor's page on activities of May 2026 and
// of what the vendor has published besides: clients, their notes, skills for
// agents. Facts carry their evidence where they are enacted: confirmed
// (documented), inferred (our reading; a switch in quirks.go turns it).
package sweatstack
