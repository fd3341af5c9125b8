package content

import (
	"strings"
	"testing"
)

// BenchmarkSearchTokens is what the index asks of every message.
func BenchmarkSearchTokens(b *testing.B) {
	for name, text := range map[string]string{
		"100 Chinese characters": strings.Repeat("我们的服务器很快，", 11),
		"100 bytes of English":   strings.Repeat("our server is fast, ", 5),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				SearchTokens(text)
			}
		})
	}
}
