package mock_test

import (
	"net/url"
	"strings"
)

func (s *script) methods() {
	for _, method := range []string{"DELETE", "PUT", "POST", "PATCH"} {
		s.send(method+" /recordfile/102?"+callPath+"&locationId=1\nchanged", s.guid("102"))
		s.get("102", callPath+"&locationId=1")
	}
	s.send("get /recordfile/102?"+callPath+"&locationId=1", s.guid("102"))
	s.send("POST /recordfile/102\n"+callPath+"&locationId=1", s.guid("102"), "Content-Type: application/x-www-form-urlencoded")
	s.send("POST /recordfile/102/none", s.guid("102"))
}

func (s *script) addresses() {
	if s.differs {
		return
	}
	query := callPath + "&locationId=1"
	for _, address := range []string{"/recordfile/", "/recordfile", "/recordfile/59998"} {
		s.send("GET "+address+"?"+query, s.guid("102"))
	}
	s.send("GET /recordfile/102?"+query, "Guid: 102")
	s.send("GET /recordfile/102?recordId", s.guid("102"))
	withoutLength := strings.Replace(s.message("GET /recordfile/102?"+query, s.guid("102"), "Connection: close"), "Content-Length: 0\r\n", "", 1)
	conn := s.connect(withoutLength)
	defer conn.Close()
	s.note("without Content-Length", conn)
}

// spellings are requests that real clients make, in pool mode and outside.
func (s *script) spellings() {
	letters := strings.NewReplacer("V", "%56", "y", "%79").Replace(callPath)
	for _, query := range []string{
		strings.Replace(letters, "%79:", "y:", 1) + "&locationId=1", letters + "&locationId=1",
		strings.ReplaceAll(callPath, "0", "%30") + "&locationId=1", callPath + "&locationId=4711", callPath + "&locationId=%0d%0aX-Evil:1",
		"locationId=1&filetype=1&" + callPath, "time&locationId=1&" + callPath, callPath + "&locationId=1&filetype=%0d%0aX-Evil:1",
		callPath + "&locationId=1&filetype=1", "locationId=1&recordId=%zz", "locationId=1&" + callPath + "%E5%98%8D%E5%98%8AX-Evil:1",
		"locationId=1&filetype=2&recordId=y:/1/record/20190412/Gr%C3%BC%C3%9Fe+%E9%80%9A%E8%AF%9D%E5%BD%95%E9%9F%B3+1.wav",
		"locationId=1&recordId=y:/1/0/20181217/120/Gr%C3%BC%C3%9Fe.V3", ivrPath, "locationId=1&filetype=2&recordId=y:/1/record/20190412/none.wav",
		"locationId=1&filetype=2&recordId=q:/1/record/20190412/none.wav", "locationId=1&recordId=y:/1/0/99991231/120/0000000.V3",
	} {
		s.get("102", query)
	}
	for _, field := range []string{
		"Content-Type: application/json;charset=UTF-8", "Content-Type: application/json; charset=UTF-8",
		"Cookie: JSESSIONID=none; Path=/agentgateway", "Cookie: ", "Cookie: JSESSIONIDnone",
	} {
		s.get("102", callPath+"&locationId=1", field)
	}
}

// waysOut are paths that lead out of the mounts, or to no recording, each of a
// kind that one deviation falls for.
var waysOut = []string{
	"y:/1/0/../../../etc/hosts", "y:/1/0/....//....//....//etc/hosts", `y:/1/0/..\..\..\etc\hosts`,
	"y:/1/0/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fhosts", "y:/1/0/%252e%252e%252f%252e%252e%252f%252e%252e%252fetc%252fhosts",
	"y:/1/0/\xc0\xae\xc0\xae\xc0\xaf\xc0\xae\xc0\xae\xc0\xaf\xc0\xae\xc0\xae\xc0\xafetc/hosts", "y:/1/0/．．／．．／．．／etc/hosts",
	"y:/1/0/..;/..;/..;/etc/hosts", "/etc/hosts", "y:/1/0//etc/hosts", "file:///etc/hosts", "c:/windows/win.ini", "y:c:/windows/win.ini",
	`\\127.0.0.1\c$\windows\win.ini`, `\\?\c:\windows\win.ini`, "y:/1/0/NUL", "y:/1/0/20181217/120/1524488.V3\x00.txt",
	"y:/1/0/.\x01./.\x01./.\x01./etc/hosts", "y:/1/0/a\n/../../../../etc/hosts",
	"y:/1/0/20181217/120", "y:/", "y:/1524488.V3", "/1/0/20181217/120/1524488.V3", "yy:/1/0/20181217/120/1524488.V3", "y%3A/1/0/20181217/120/1524488.V3",
}

// traversal asks for paths that lead out of the mounts.
func (s *script) traversal() {
	for _, path := range waysOut {
		s.get("102", "locationId=1&recordId="+url.QueryEscape(path))
	}
	s.get("102", "locationId=1&recordId=y:/1/0/%u002e%u002e%u002f%u002e%u002e%u002f%u002e%u002e%u002fetc/hosts")
	s.get("102", "locationId=1&recordId=y:/1/0/%2e%2e/%2e%2e/%2e%2e/etc/hosts")
}

func (s *script) overlong() {
	long := strings.Repeat("9", 5000)
	for _, ask := range []string{callPath + long, callPath + "&x=" + long} {
		s.get("102", ask)
		s.get("102", callPath+"&locationId=1")
	}
	s.send("GET /recordfile/102?"+callPath+"&locationId=1", "Guid: "+long)
	s.get("102", callPath+"&locationId=1")
}
