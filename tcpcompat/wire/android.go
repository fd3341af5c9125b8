package wire

// androidLengthGap is what the Android client leaves out of the inner length: it
// counts neither the length itself nor the checksum (CLIENTS.md section 2).
const androidLengthGap = bodySkipSize

// The Android client reverses the bytes of a size by adding them up shifted, and
// its bytes are signed: one of 128 and more borrows from the place above it. On
// the chat port it adds the third byte in the place of the second as well. The
// size the server reads is thus wrong when bit 15 is set (33,000 arrives as
// 32,999 and 32,768 as 33,023), and on the chat port from 65,536 on (65,536
// arrives as 256 and 70,000 as 4,720).

// androidChatSize returns the size that an Android header announces for a chat
// body of n bytes, n below 16 MiB.
func androidChatSize(n int) int {
	low, middle, high := uint32(n&0xff), int32(int8(n>>8)), int32(int8(n>>16))
	sum := low<<24 + uint32(middle+high)<<16
	return int(sum>>24 | sum>>8&0xff00)
}

// androidPackageSize is androidChatSize for the header of the file and image
// ports, which has no fault beyond the signs.
func androidPackageSize(n int64) int64 {
	var sum uint64
	for place := range 8 {
		signed := int64(int8(n >> (8 * place)))
		sum += uint64(signed) << (56 - 8*place)
	}
	var size int64
	for place := range 8 {
		size |= int64(sum>>(56-8*place)&0xff) << (8 * place)
	}
	return size
}

// repairChatSize returns the true size of a plain chat body whose header announces
// size and whose inner length is inner. Only an inner length that explains the
// announced size through the Android fault changes it; any other is ignored, as
// it always was (section 3).
func repairChatSize(size int, inner uint32) int {
	if inner > MaxBody-androidLengthGap {
		return size
	}
	if n := int(inner) + androidLengthGap; androidChatSize(n) == size {
		return n
	}
	return size
}

// repairPackageSize is repairChatSize for the file and image ports.
func repairPackageSize(size int64, inner uint32) int64 {
	n := int64(inner) + androidLengthGap
	if n <= MaxPackage && androidPackageSize(n) == size {
		return n
	}
	return size
}
