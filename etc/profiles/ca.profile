# ca - the self-signed certificate of an authority whose certificates citizens hold
# (RFC 5280).  Its lists are found by the directory name of the authority or by a URI.
#
# certprofile(5) explains the words; a $word is what cert-build is told with --set.

version    3                                                              # RFC 5280 4.1.2.1
serial     at most 20 octets                                              # RFC 5280 4.1.2.2
signature  sha256WithRSAEncryption, sha384WithRSAEncryption, \
           sha512WithRSAEncryption, ecdsa-with-SHA256, \
           ecdsa-with-SHA384, ecdsa-with-SHA512                           # RFC 5280 4.1.1.2
issuer     self                                                           # RFC 5280 3.2
validity   10 years                                                       # RFC 5280 4.1.2.5

subject    C   required  country                                          # RFC 5280 4.1.2.4
subject    O   required                                                   # RFC 5280 4.1.2.4
strings    PrintableString, UTF8String                                    # RFC 5280 4.1.2.4

key        RSA-2048, RSA-3072, RSA-4096, P-256, P-384                     # RFC 5280 4.1.2.7

extension  subjectKeyIdentifier   required           SHA-1                # RFC 5280 4.2.1.2
extension  keyUsage               required critical  keyCertSign cRLSign  # RFC 5280 4.2.1.3
extension  basicConstraints       required critical  CA                   # RFC 5280 4.2.1.9
extension  subjectAltName         optional           dn $alternative      # RFC 5280 4.2.1.6
extension  cRLDistributionPoints  optional           uri or dn $crl       # RFC 5280 4.2.1.13

forbidden  nameConstraints, policyMappings, policyConstraints, \
           inhibitAnyPolicy                                               # RFC 5280 4.2.1
others     not-critical                                                   # RFC 5280 4.2
