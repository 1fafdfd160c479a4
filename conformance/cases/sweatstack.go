package cases

import (
	"fmt"
	"strings"
)

// The folders of SweatStack's fixtures that hold no JSON.
const (
	frames  = "sweatstack-parquet/"
	streams = "sweatstack-ndjson/"
)

// oneSeed is that of all these worlds: one of another seed has another signing
// key, which takes long to make.
const oneSeed = 1

// sweatStackWays are the ways in which fixtures of SweatStack are handed over:
// to an operation that only decodes, and as bodies of answers. A stream has only
// the second, for the pieces in which it comes are what it is about.
func sweatStackWays(all []fixture) []any {
	if strings.HasPrefix(all[0].name, streams) {
		return []any{map[string]any{"name": "http", "set": streamed(all)}}
	}
	decode, http := decoded(all), answered(all)
	return []any{map[string]any{"name": "decode", "set": decode}, map[string]any{"name": "http", "set": http}}
}

func (f fixture) reads() any {
	return map[string]any{"id": f.label(), "reads_as": map[string]any{"call": f.label(), "fixture": f.name}}
}

func decoded(all []fixture) map[string]any {
	var ops, checks []any
	for _, f := range all {
		op, argument := "decode.ss_activity", "json"
		if strings.HasPrefix(f.name, frames) {
			op, argument = "decode.ss_frame", "base64"
		}
		ops = append(ops, f.call(op, map[string]any{argument: inFixture + f.name}))
		checks = append(checks, f.reads())
	}
	return map[string]any{
		"world": map[string]any{"seed": oneSeed}, "ops": ops, "checks": checks,
		"stimulus": []any{map[string]any{"call_made": map[string]any{"call": all[0].label()}}},
	}
}

func answered(all []fixture) map[string]any {
	var ops, checks, script []any
	operation := "getActivity"
	for i, f := range all {
		id := fmt.Sprintf("act_%d", i)
		op, where := "ss.activity", "/api/v1/activities/"+id
		reply := map[string]any{"body": inFixture + f.name, "forever": true}
		if strings.HasPrefix(f.name, frames) {
			operation, op, where = "getActivityData", "ss.data", where+"/data"
			reply = map[string]any{"base64": inFixture + f.name, "headers": map[string]any{"Content-Type": f.media()}, "forever": true}
		}
		ops = append(ops, f.call(op, map[string]any{"activity": id}))
		script = append(script, map[string]any{"match": map[string]any{"path": where}, "replies": []any{reply}})
		checks = append(checks, f.reads())
		if media := f.media(); media != parquetMedia && operation == "getActivityData" {
			checks = append(checks, map[string]any{
				"id": f.label() + "-named", "error_mentions": map[string]any{"call": f.label(), "any_of": []any{media}}, "level": "SHOULD",
			})
		}
	}
	return map[string]any{
		"world": map[string]any{"seed": oneSeed, "script": script}, "ops": ops, "checks": checks,
		"stimulus": []any{map[string]any{"reply_sent": map[string]any{"operation": operation, "status": 200, "at_least": len(all)}}},
	}
}

const parquetMedia = "application/vnd.apache.parquet"

// media is what an answer with the fixture as body says that it is.
func (f fixture) media() string {
	switch name := f.label(); {
	case strings.HasSuffix(name, "_html"):
		return "text/html"
	case strings.HasSuffix(name, "_csv"):
		return "text/csv"
	case strings.HasSuffix(name, "_json"):
		return "application/json"
	case strings.HasSuffix(name, "_text"):
		return "text/plain"
	}
	return parquetMedia
}

// streamed sends each stream in its pieces, and changes the script between: all
// of them are asked for at one place.
func streamed(all []fixture) map[string]any {
	var ops, checks []any
	for _, f := range all {
		reply := map[string]any{"body": inFixture + f.name, "headers": map[string]any{"Content-Type": "application/x-ndjson"}, "forever": true}
		if len(f.chunks) > 0 {
			reply["chunks"], reply["pause"] = f.chunks, "100ms"
		}
		route := map[string]any{"match": map[string]any{"operation": "getBackfillStatus"}, "replies": []any{reply}}
		ops = append(ops, map[string]any{"faults": map[string]any{"script": []any{route}}}, f.call("ss.backfill", map[string]any{}))
		checks = append(checks, f.reads())
	}
	return map[string]any{
		"world": map[string]any{"seed": oneSeed}, "ops": ops, "checks": checks,
		"stimulus": []any{map[string]any{"reply_sent": map[string]any{"operation": "getBackfillStatus", "status": 200, "at_least": len(all)}}},
	}
}
