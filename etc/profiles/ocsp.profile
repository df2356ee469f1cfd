# ocsp - the certificate of a responder that answers for its issuer (RFC 6960 4.2.2.2).
#
# It lives for three months and says that nobody need ask whether it was revoked.
# certprofile(5) explains the words; a $word is what cert-build is told with --set.

version    3                                                              # RFC 5280 4.1.2.1
serial     at most 20 octets                                              # RFC 5280 4.1.2.2
signature  ecdsa-with-SHA256, ecdsa-with-SHA384, ecdsa-with-SHA512, \
           sha256WithRSAEncryption, sha384WithRSAEncryption, \
           sha512WithRSAEncryption                                        # RFC 5280 4.1.1.2
issuer     other                                                          # RFC 6960 4.2.2.2
validity   90 days                                                        # RFC 6960 4.2.2.2.1

subject    C   required  country as-issuer                                # RFC 5280 4.1.2.6
subject    CN  required                                                   # RFC 5280 4.1.2.6
strings    PrintableString, UTF8String                                    # RFC 5280 4.1.2.4

key        P-256, P-384, RSA-2048, RSA-3072, RSA-4096                     # RFC 5280 4.1.2.7

extension  authorityKeyIdentifier  required           keyIdentifier       # RFC 5280 4.2.1.1
extension  subjectKeyIdentifier    required           SHA-1               # RFC 5280 4.2.1.2
extension  keyUsage                required critical  digitalSignature    # RFC 5280 4.2.1.3
extension  extKeyUsage             required           1.3.6.1.5.5.7.3.9   # RFC 6960 4.2.2.2
extension  ocspNoCheck             required           # RFC 6960 4.2.2.2.1
extension  cRLDistributionPoints   allowed            uri or dn $crl      # RFC 5280 4.2.1.13

forbidden  basicConstraints                                               # RFC 5280 4.2.1.9
others     not-critical                                                   # RFC 5280 4.2
