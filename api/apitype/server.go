package apitype

// Server is what runs here.
type Server struct {
	Version  string `json:"version"`
	Revision string `json:"revision"` // of the sources, may be empty
}
