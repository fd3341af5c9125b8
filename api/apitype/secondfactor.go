package apitype

import "flamingo/chat"

// PasswordConfirmation proves that it is the owner of the account who asks.
type PasswordConfirmation struct {
	Password string `json:"password"`
}

// CodeConfirmation holds a code of the second factor.
type CodeConfirmation struct {
	Code string `json:"code"`
}

// SecondFactor says what a user has set up.
type SecondFactor struct {
	Enabled       bool `json:"enabled"`
	RecoveryCodes int  `json:"recovery_codes"` // left
	AppPassword   bool `json:"app_password"`
}

// FromSecondFactor returns st as clients see it.
func FromSecondFactor(st chat.SecondFactorState) SecondFactor {
	return SecondFactor{st.Enabled, st.RecoveryCodes, st.AppPassword}
}

// SecondFactorSetup is what an authenticator app needs.
type SecondFactorSetup struct {
	Secret string `json:"secret"`
	URL    string `json:"url"`
}

// RecoveryCodes are shown once.
type RecoveryCodes struct {
	Codes []string `json:"recovery_codes"`
}

// AppPassword is shown once.
type AppPassword struct {
	Password string `json:"password"`
}
