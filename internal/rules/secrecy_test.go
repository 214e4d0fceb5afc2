package rules_test

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

func TestNoInternals(t *testing.T) {
	t.Parallel()
	v := verdicts{rule: rules.NoInternals(), good: map[string]*wire.Exchange{}, bad: map[string]*wire.Exchange{"no answer": silent()}}
	for _, message := range []string{
		"", "recording file not exist", "no right to invite resouce", "录音文件不存在", "error at line 3", "an exception occurred",
		"y:/1/0/20181217/120/1524488.V3 does not exist", `y:\\1\\0\\20181217\\120\\1524488.V3`, "y:/3rdfile/1/record/a.V3",
		"/agentgateway/resource/recordfile/102 is wrong", "see https://support.example.com/home/index.html", "Error Code: 104-005",
		"Apache Tomcat/9.0.1", "at 10:15 (local time)",
	} {
		v.good[message] = answer(200, jsonType, `{"retcode":"104-005","message":"`+message+`"}`)
	}
	for _, text := range []string{
		"at com.vendor.gateway.RecordFile.open(RecordFile.java:214)", "at java.io.FileInputStream.open0(Native Method)",
		"java.io.FileNotFoundException: y", "javax.servlet.ServletException", "org.apache.catalina.core.StandardWrapperValve",
		"System.IO.FileNotFoundException", "NullPointerException", "IOException", "Traceback (most recent call last):", "goroutine 12 [running]:",
		"handler.go:31", "panic: index out of range", "ORA-00942: table or view does not exist",
		"cannot open /opt/agentgateway/record/1524488.V3", "/usr/local/tomcat", "C:\\Program Files\\gateway", `D:\\agentgateway\\record`,
		"WEB-INF/config/basic.properties", "file:/srv/record",
	} {
		v.bad[text] = answer(500, "text/html", "<html><body>"+text+"</body></html>")
	}
	v.check(t)
}

func TestWithout(t *testing.T) {
	t.Parallel()
	const secret = "s3cret+/word"
	verdicts{
		rule: rules.Without("password", secret),
		good: map[string]*wire.Exchange{
			"another text": answer(200, jsonType, refusal, "X-Other", "s3cret"),
			"nothing":      answer(404, "", ""),
		},
		bad: map[string]*wire.Exchange{
			"in the message": answer(200, jsonType, `{"message":"no `+secret+`"}`),
			"in a field":     answer(200, jsonType, refusal, "X-Offered", secret),
			"in a URL":       answer(302, "", "", "Location", "/?p=s3cret%2B%2Fword"),
			"in base64":      answer(200, jsonType, base64.StdEncoding.EncodeToString([]byte(secret))),
			"in hexadecimal": answer(200, jsonType, hex.EncodeToString([]byte(secret))),
			"at a far end":   answer(200, "text/plain", strings.Repeat("-", wire.HeadKept)+secret),
			"no answer":      silent(),
		},
	}.check(t)
	for _, m := range rules.Without("password", secret).Judge(answer(200, jsonType, secret)) {
		if strings.Contains(m.What+m.Expected+m.Got, secret) {
			t.Errorf("the secret is part of the mismatch %+v", m)
		}
	}
	if found := rules.Without("password", "").Judge(answer(200, jsonType, refusal)); len(found) > 0 {
		t.Errorf("an empty secret is found: %v", found)
	}
}

func TestUnlikeGuids(t *testing.T) {
	t.Parallel()
	const first, second = "5b2c8f0e19d74a63.AgentGateway0", "c07d1a94e3b86f25.AgentGateway0"
	delivering := func(guid string) *wire.Exchange { return answer(200, jsonType, "{}", "Set-GUID", "JSESSIONID="+guid) }
	verdicts{
		rule: rules.UnlikeGuids(spec.Renewal{Header: "Set-GUID", Prefix: "JSESSIONID="}, first, second),
		good: map[string]*wire.Exchange{
			"another one":         delivering("91ae47d20c5f6b38.AgentGateway0"),
			"one of another form": delivering("7f9d0b54-2a6e-4c18-b3d0-56e1f8a92c47"),
		},
		bad: map[string]*wire.Exchange{
			"the first again":  delivering(first),
			"the second again": delivering(second),
			"one counted up":   delivering("c07d1a94e3b86f26.AgentGateway0"),
			"one cut short":    delivering(first[:len(first)-1]),
			"no Guid":          answer(200, jsonType, "{}"),
			"no answer":        silent(),
		},
	}.check(t)
}
