package suites_test

func hostileRows() map[string]hostileRow { return map[string]hostileRow{} }
