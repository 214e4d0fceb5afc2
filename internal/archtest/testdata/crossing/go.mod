module github.com/gwcheck/gwcheck

go 1.26
