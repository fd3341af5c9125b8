package ws

import _ "embed"

//go:embed asyncapi.yaml
var spec []byte

// Spec returns asyncapi.yaml, the contract of this package.
func Spec() []byte { return spec }
