package tcpcompat

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// maxPackageName is the room for the name of a package in the client, in
// characters (CLIENTS.md section 10).
const maxPackageName = 50

// byteOrderMark begins the manifest that comes with the client. Without it a
// published manifest would count as older than any installed one.
const byteOrderMark = "\ufeff"

// manifest lists what is published. A client compares its text with the text it
// has installed, and takes the greater one for the newer.
type manifest struct {
	version  string // empty when nothing was published
	packages []upgradePackage
}

// upgradePackage is a line of a manifest.
type upgradePackage struct {
	description string
	name        string // without .zip
	number      string // decimal; the client unpacks the package when it changes
	rest        string // "|" and a size, or nothing: the client needs none
}

// String returns the text of a manifest.
func (m manifest) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s<version>%s</version>\r\n", byteOrderMark, m.version)
	for i, p := range m.packages {
		fmt.Fprintf(&b, "<%d>%s|%s|%s%s</%[1]d>\r\n", i+1, p.description, p.name, p.number, p.rest)
	}
	return b.String()
}

var digit = regexp.MustCompile("[0-9]")

// baseline is older than m in every respect.
func (m manifest) baseline() manifest {
	b := manifest{version: digit.ReplaceAllString(m.version, "0")}
	for _, p := range m.packages {
		b.packages = append(b.packages, upgradePackage{p.description, p.name, "0", ""})
	}
	return b
}

var (
	manifestVersion = regexp.MustCompile(`^<version>(.*)</version>$`)
	manifestLine    = regexp.MustCompile(`^<([0-9]+)>([^|<>]*)\|([^|<>]*)\|([0-9]{1,9})(\|[0-9]*)?</([0-9]+)>$`)
)

// readManifest reads what is published, if anything is.
func readManifest(root *os.Root) (m manifest, err error) {
	b, err := root.ReadFile(manifestName)
	if errors.Is(err, fs.ErrNotExist) {
		return m, nil
	}
	if err != nil {
		return m, err
	}
	for i, line := range strings.Split(strings.TrimPrefix(string(b), byteOrderMark), "\n") {
		line = strings.TrimRight(line, "\r")
		version, at := manifestVersion.FindStringSubmatch(line), manifestLine.FindStringSubmatch(line)
		switch {
		case i == 0 && version != nil:
			v, err := parseUpgradeVersion(version[1])
			if err != nil {
				return m, fmt.Errorf("line 1: %w", err)
			}
			m.version = v.text
		case i > 0 && at != nil && at[1] == at[6]:
			if err := checkPackageName(at[3]); err != nil {
				return m, fmt.Errorf("line %d: %w", i+1, err)
			}
			m.packages = append(m.packages, upgradePackage{at[2], at[3], at[4], at[5]})
		case line != "" || i == 0:
			return m, fmt.Errorf("line %d is none of a manifest: %q", i+1, line)
		}
	}
	return m, nil
}

// advance makes m the manifest of version v with zips in it, paths of packages.
// It returns them by the name of their package.
func (m *manifest) advance(v upgradeVersion, zips []string) (map[string]string, error) {
	if err := m.precedes(v); err != nil {
		return nil, err
	}
	m.version = v.text
	paths := map[string]string{}
	for _, file := range zips {
		name, isZip := strings.CutSuffix(filepath.Base(file), zipExt)
		if !isZip {
			return nil, fmt.Errorf("%s does not end in %s", file, zipExt)
		}
		if err := checkPackageName(name); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		// Windows does not tell apart what differs in case only.
		i := slices.IndexFunc(m.packages, func(p upgradePackage) bool { return strings.EqualFold(p.name, name) })
		if i < 0 {
			i = len(m.packages)
			m.packages = append(m.packages, upgradePackage{description: name, name: name, number: "0"})
		}
		p := &m.packages[i]
		switch before, err := strconv.Atoi(p.number); {
		case paths[p.name] != "":
			return nil, fmt.Errorf("package %s is given twice", name)
		case p.name != name:
			return nil, fmt.Errorf("package %s was published as %s: keep its name", name, p.name)
		case err != nil:
			return nil, fmt.Errorf("number of package %s: %w", name, err)
		case before >= v.number:
			return nil, fmt.Errorf("package %s was published with number %d: the last number of the version has to be above it", name, before)
		}
		p.number, p.rest, paths[name] = strconv.Itoa(v.number), "", file
	}
	return paths, nil
}

// precedes returns an error unless clients find that v is newer than m.
func (m *manifest) precedes(v upgradeVersion) error {
	switch {
	case m.version == "":
		return nil
	case digit.ReplaceAllString(m.version, "0") != digit.ReplaceAllString(v.text, "0"):
		return fmt.Errorf("version %s needs as many digits in each number as the published one, %s: clients compare texts", v.text, m.version)
	case m.version >= v.text:
		return fmt.Errorf("version %s is not above the published one, %s", v.text, m.version)
	}
	return nil
}

// upgradeVersion is like 1.2.1003.
type upgradeVersion struct {
	text   string
	number int // the last one, which packages are marked with
}

var versionForm = regexp.MustCompile(`^[0-9]{1,9}(\.[0-9]{1,9}){1,3}$`)

func parseUpgradeVersion(text string) (upgradeVersion, error) {
	if !versionForm.MatchString(text) {
		return upgradeVersion{}, fmt.Errorf("version %q is not of the form 1.2.1003", text)
	}
	n, err := strconv.Atoi(text[strings.LastIndexByte(text, '.')+1:])
	if err == nil && n == 0 {
		err = errors.New("the last number may not be 0: packages are marked with it")
	}
	if err != nil {
		return upgradeVersion{}, fmt.Errorf("version %s: %w", text, err)
	}
	return upgradeVersion{text, n}, nil
}

var packageName = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.-]*$`)

// checkPackageName refuses what is no plain file name everywhere, or would be
// taken for markup of the manifest.
func checkPackageName(name string) error {
	if !packageName.MatchString(name) || len(name) > maxPackageName {
		return fmt.Errorf("package name %q: letters, digits and _.- are allowed, %d at most", name, maxPackageName)
	}
	return nil
}
