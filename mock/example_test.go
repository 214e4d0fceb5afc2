package mock_test

import (
	"fmt"
	"net/http/httptest"

	"github.com/gwcheck/gwcheck/mock"
)

func ExampleNew() {
	gateway, err := mock.New(mock.WithAgent("20011", "secret"), mock.WithAuthMode(mock.Static))
	if err != nil {
		fmt.Println(err)
		return
	}
	answer := httptest.NewRecorder()
	gateway.ServeHTTP(answer, httptest.NewRequest("GET",
		"/agentgateway/resource/recordfile/20011?recordId=y:/1/0/20181217/120/1524488.V3", nil))
	fmt.Println(answer.Body)
	// Output: {"retcode":"100-006","message":"the agent has not signed in","result":""}
}
