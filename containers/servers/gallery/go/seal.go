package main

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
)

// What a tool remembers between two calls.
type state struct {
	Tool  string `json:"tool"`
	Round int    `json:"round,omitempty"`
	Name  string `json:"name,omitempty"`
	Nonce string `json:"nonce"`
}

var key = []byte(rand.Text())

func sign(body string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(body))
	return mac.Sum(nil)
}

// A request state passes through the client's hands: sealed on the way out, so that a change shows on the way in.
func seal(s state) string {
	s.Nonce = rand.Text()
	payload, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	body := base64.RawURLEncoding.EncodeToString(payload)
	return body + "." + base64.RawURLEncoding.EncodeToString(sign(body))
}

// No state is the state before the first round.
func unseal(sealed, tool string) (state, error) {
	var s state
	if sealed == "" {
		return s, nil
	}
	invalid := &jsonrpc.Error{
		Code:    jsonrpc.CodeInvalidParams,
		Message: "The request state was not issued by this server for this tool.",
	}
	body, tag, _ := strings.Cut(sealed, ".")
	if claimed, err := base64.RawURLEncoding.DecodeString(tag); err != nil || !hmac.Equal(claimed, sign(body)) {
		return s, invalid
	}
	payload, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil || json.Unmarshal(payload, &s) != nil || s.Tool != tool {
		return s, invalid
	}
	return s, nil
}
