# link - from one root certificate to the next of the same name: OldWithNew and NewWithOld
# (RFC 4210 4.4), so that who trusts the one comes to trust the other.
#
# The request is the certificate of the key that is certified, the issuer's is that of the key
# that signs: NewWithOld certifies the new key with the old one.  Both have one name, octet for
# octet: a certificate whose issuer is its subject does not count against the pathLen 0 of a
# root (RFC 5280 6.1.4 l), any other would.
# certprofile(5) explains the words; a $word is what cert-build is told with --set.

version    3                                                              # RFC 5280 4.1.2.1
serial     at least 63 random bits, at most 20 octets                     # B.1.1
signature  ecdsa-with-SHA256, ecdsa-with-SHA384, ecdsa-with-SHA512, \
           sha256WithRSAEncryption, sha384WithRSAEncryption, \
           sha512WithRSAEncryption                                        # RFC 5280 4.1.1.2
issuer     other                                                          # RFC 4210 4.4
request    certificate                                                    # RFC 4210 4.4.1
validity   overlap, at most 20 years                                      # RFC 4210 4.4.1

subject    is-issuer                                                      # RFC 5280 6.1.4 l

key        P-256, P-384, P-521, RSA-2048, RSA-3072, RSA-4096              # RFC 5280 4.1.2.7

extension  authorityKeyIdentifier  required           keyIdentifier       # RFC 5280 4.2.1.1
extension  subjectKeyIdentifier    required           SHA-1               # RFC 5280 4.2.1.2
extension  keyUsage                required critical  keyCertSign cRLSign # RFC 5280 4.2.1.3
extension  basicConstraints        required critical  CA path-length 0    # RFC 5280 4.2.1.9
extension  issuerAltName           optional           email or uri $contact  # Annex B
extension  cRLDistributionPoints   optional           uri or dn $crl      # RFC 5280 4.2.1.13

forbidden  policyMappings, nameConstraints, policyConstraints, \
           inhibitAnyPolicy, freshestCRL                                  # B.1.1
others     not-critical                                                   # B.1.1
