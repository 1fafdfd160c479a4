// Package inproc presents Go clients to the judge as calls in the same process,
// in virtual time.
//
// RunConformance judges a client inside go test. A subject announces the services
// that it speaks (firstbeat, polar-teampro, polar-accesslink, sweatstack) and is
// opened for one of them at a time: Config.API. Cases about logins and about
// transport have a variant for each service that they fit. What a Firstbeat subject performs, with the arguments
// of each operation (a question mark marks those that may be absent):
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
//	decode.fb_vector            json: a variable as it stands in a body, as text
//	decode.fb_results           json: the body of any results operation, as text
//
// A Team Pro subject; from is in the window, to is not, and both are times of a
// clock at the place, without a zone:
//
//	tp.teams                                                           list of objects, all pages
//	tp.team                     team                                   object
//	tp.team_sessions            team, from?, to?                       list of objects, all pages
//	tp.team_session             session                                object
//	tp.player_sessions          player, from?, to?, type?              list of objects, all pages
//	tp.player_session           session, samples?                      object; samples by field, see below
//	tp.session_summary          session                                object
//
// What an AccessLink subject performs; from and to are dates like "2026-02-01", and
// to is not in the range, which may be of any length:
//
//	al.training_sessions, al.activity, al.nightly, al.ppi, al.sleeps, al.tests,
//	al.calendar, al.continuous_samples      from, to, features?    list of objects
//	al.sleep_wake, al.skin_contacts,
//	al.temperatures, al.targets             from, to               list of objects
//	al.favorites, al.sports, al.subscriptions                      list of objects
//	al.account, al.devices                                         object
//	al.route                                route                  object
//	al.picture                              size                   {mediaType, bytes}
//	al.hello                                                       string
//
// A subject of a service whose users log in, any of Polar's:
//
//	oauth.authorize_url         scopes                                 {url}: where to send the user's browser; a login begins
//	oauth.callback              url: where the browser was sent back   {scopes?}; the client goes on with the tokens of that login
//
// Tokens that are given in Config.Tokens are those of an earlier login. What must
// outlive the client is kept in Config.StateDir, when there is one: RestartState
// goes on with it.
//
// Team Pro's objects have the vendor's member names. created and modified are
// instants; a time without a zone is its text, a Local, or the instant where the
// vendor says how far from UTC it was; lengths of time are durations. "samples" is
// an object by field: lists as long as there are rows, with null or NaN where there
// is no value, and under "time" durations from the start.
//
// AccessLink's objects have the vendor's member names, without the message that is
// around some lists; the offset from UTC is timezoneOffsetMinutes in all of them.
// Numbers are numbers, in whatever quotes they came. Times that are UTC or have an
// offset are instants, those of the user's clock like Team Pro's; lengths of time
// are durations, a subscription's is a period; dates are text. bytes is a []byte, or its digest.
//
// A SweatStack subject; start and end are dates, both inclusive, and a file is
// {name, text} or {name, base64}:
//
//	ss.activities                  start?, end?, sports?, tags?, limit? of a page   list of objects, all pages
//	ss.activity                    activity                        object
//	ss.latest                      sport?                          object; null, or class not_found, when there is none
//	ss.backfill                                                    {updates, broken?}: see below
//	ss.data                        activity, metrics?, sampled_on? table: see below
//	ss.mean_max, ss.work_duration  activity, metric?               table
//	ss.longitudinal_data           sports, start?, end?, metrics?, sampled_on?   table
//	ss.longitudinal_mean_max       sports, metric, start?, end?    table
//	ss.longitudinal_work_duration  sports, metric?, start?, end?, format?        table
//	ss.upload                      files, sport?                   anything
//	ss.set_metadata                activity, metadata              anything
//	ss.delete_metadata             activity                        anything
//	decode.ss_frame                base64: a file                  table
//	decode.ss_activity             json: an activity, as text      object
//	decode.ss_stream               base64: all of a stream         as ss.backfill
//
// SweatStack's objects have the vendor's member names, without those that are null;
// start, end and timestamp are instants, what ends in _local is a Local, and duration
// is a length of time. A table is {rows, columns}, columns by name, each a list of
// numbers, strings, instants, Locals and lengths of time, with null where there is no
// value. updates are in the order of the stream: {backfill_loaded_until: Local or
// null}, {error: the vendor's words}, {unreadable: true} for a line that is neither;
// broken says that the stream ended within a line. An error of class decode says the
// same of a client that cannot tell what came before, and one of class server that the
// stream told of an error. Tokens of Config.Tokens are refreshed where BaseURL is.
//
// Firstbeat's objects have the vendor's member names; times are instants. Results of a
// measurement or its lap are one object, those of a session, and of
// decode.fb_results, are {"measurements": [objects]}. "variables" is an object by
// name: a number is itself or {"value": n, "unit": u}; a series is a list or
// {"values": [n, …], "unit": u, "samplingRate": r}; what could not be read is
// {"error": why}. decode.fb_vector reports one variable in the same form.
//
// What a subject must know:
//
//   - Credentials.APIKey, when it is given, is the key to use, even if the vendor
//     would hand out another one; when it is empty the client fetches its own.
//   - The transport of HTTPClient undoes no content coding and offers none: what
//     the client offers is what the judge sees. A client that leaves gzip to
//     http.DefaultTransport wraps the transport in one that sets Accept-Encoding
//     and undoes what comes, as the example does; else it is judged as a client
//     that offers nothing.
//   - Every body is closed. A case runs in a testing/synctest bubble, in which time
//     passes only while all goroutines wait: one that a forgotten body keeps alive
//     outlives the case. For the same reason a client waits with timers and
//     channels, never on the network outside of HTTPClient; and it holds no
//     sync.Mutex while it waits: time stands still for whoever wants the lock.
//   - IDs are reported as int64 or json.Number. A float64 without a fraction counts
//     as the whole number, as far as float64 is sure of it (2^53); arguments are
//     int64 always.
//   - The argument json of the decode operations is a string that holds JSON, byte
//     for byte as the vendor would send it: not a value that was parsed.
//   - Errors are *subject.Error with a class; texts are never compared.
package inproc
