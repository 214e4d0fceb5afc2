package target

import (
	"net/url"

	"github.com/gwcheck/gwcheck/internal/strictyaml"
)

// vendor reads who answers for the gateway.
func vendor(o strictyaml.Object) Vendor {
	return Vendor{
		Organization: o.Get("organization").Line(200),
		Product:      o.Get("product").Line(200),
		Contact:      o.Get("contact").Line(200),
		URL:          page(o.Get("url")),
	}
}

// page is the URL of a web page.
func page(n strictyaml.Node) string {
	text := n.Line(2048)
	u, err := url.Parse(text)
	if text != "" && (err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil) {
		n.Failf("must be an http or https URL of the vendor, without a user name; the URL of a gateway belongs in deployments")
		return ""
	}
	return text
}

// Facts are what the file says of the vendor, by key; nil if it says nothing.
func (v Vendor) Facts() map[string]string {
	facts := map[string]string{}
	for key, value := range map[string]string{"organization": v.Organization, "product": v.Product, "contact": v.Contact, "url": v.URL} {
		if value != "" {
			facts[key] = value
		}
	}
	if len(facts) == 0 {
		return nil
	}
	return facts
}
