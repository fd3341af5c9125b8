package content

import "fmt"

// FaceName returns the English name of a built-in emoticon, without brackets.
func FaceName(id int) string {
	if id < 0 || id > LastFace {
		return fmt.Sprintf("face %d", id)
	}
	return faceNames[id]
}

// faceNames describes the pictures of both old clients (CLIENTS.md section 11).
var faceNames = [LastFace + 1]string{
	"grin", "tongue out", "sweat", "snicker", "bye", // 0
	"hammer", "wiping sweat", "soldier", "pleading", "tears", // 5
	"sobbing", "hush", "cool", "mad", "aggrieved", // 10
	"poop", "contempt", "cleaver", "cute", "heart eyes", // 15
	"shy", "smug", "sick", "smile", "furious", // 20
	"embarrassed", "terrified", "cold sweat", "mischievous", "red lips", // 25
	"eye roll", "arrogant", "humph right", "surprised", "question", // 30
	"sleepy", "kiss", "silly laugh", "shocked", "dizzy", // 35
	"pouting", "sly", "go for it", "love", "hug", // 40
	"thumbs up", "penguin", "lips sealed", "penguin girl", "penguin with headband", // 45
	"penguin martial arts", "penguin splashing", "penguin with skipping rope", "penguin turned away", "handshake", // 50
	"victory", "saluting hands", "penguin bashful", "penguin waving", "birthday cake", // 55
	"penguin shouting", "beer", "ladybird", "beckoning finger", "penguin dancing", // 60
	"love you", "coffee", "wagging finger", "table tennis", "basketball", // 65
	"bloody knife", "glare", "little finger", "fist", "broken heart", // 70
	"sad", "yawn", "football", "humph left", "penguin white flag", // 75
	"tormented", "licking lips", "haggard", "cursing", "bawling", // 80
	"picking nose", "laughing behind hands", "unhappy", "thumbs down", "pig", // 85
	"rose", "bomb", "heart", "black tearful puff", "penguin blowing a kiss", // 90
	"wilted rose", "bowl of rice", "watermelon", "ok", "money sign", // 95
	"moon", "girl in red", "penguin curled up", "sun", "gift", // 100
	"skull", "lightning", "lucky cat", "double happiness", "firecrackers", // 105
	"lantern", "mahjong tile", "microphone", "shopping bag", "envelope", // 110
	"chess piece", "party popper", "candle", "anger mark", "lollipop", // 115
	"baby bottle", "noodles", "banana", "aeroplane", "car", // 120
	"train front", "train middle", "train rear", "cloud", "rain", // 125
	"banknote", "panda", "light bulb", "pinwheel", "alarm clock", // 130
	"umbrella", "balloon", "ring", "sofa", "toilet roll", // 135
	"pill", "pistol", "frog", // 140
}
