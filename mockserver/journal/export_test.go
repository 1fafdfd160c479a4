package journal

// Remember makes r forget sooner.
func (r *Redactor) Remember(most int) { r.most = most }
