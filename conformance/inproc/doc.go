// Package inproc presents Go clients to the judge as calls in the same process,
// in virtual time.
//
// RunConformance judges a client inside go test. What a Firstbeat subject
// performs, with the arguments of each operation (a question mark marks those
// that may be absent):
//
//	fb.register                 name                                   {id, consumerName, sharedSecret}; the client goes on as that consumer
//	fb.api_key                                                         {apiKey}
//	fb.new_secret                                                      {sharedSecret}
//	fb.confirm_secret           secret                                 anything
//	fb.accounts                                                        list of objects
//	fb.sports_types, fb.event_types                                    list of strings
//	fb.athletes, fb.coaches, fb.teams   account                        list of objects, all pages
//	fb.athlete, fb.coach, fb.team       account, athlete|coach|team    object
//	fb.team_athletes            account, team                          list of objects, all pages
//	fb.measurements             account, athlete, from?, to?, title?, measurement_type?, sports_types?, event_types?, include_laps?
//	fb.sessions                 account, team, from?, to?, title?, sports_types?, event_types?, include_laps?
//	fb.measurement_results      account, athlete, measurement, vars?, format?
//	fb.measurement_lap_results  account, athlete, measurement, lap, vars?, format?
//	fb.session_results          account, team, session, vars?, format?
//	fb.session_lap_results      account, team, session, lap, vars?, format?
//	decode.fb_vector            json: a variable as it stands in a body
//	decode.fb_results           json: the body of any results operation
//
// Objects have the vendor's member names; times are instants. Results of a
// measurement or its lap are one object, those of a session, and of
// decode.fb_results, are {"measurements": [objects]}. "variables" is an object by
// name: a number is itself or {"value": n, "unit": u}; a series is a list or
// {"values": [n, …], "unit": u, "samplingRate": r}; what could not be read is
// {"error": why}. decode.fb_vector reports one variable in the same form.
package inproc
