# ds - the certificate of a Document Signer, whose key signs mdocs
# (ISO/IEC 18013-5:2021 B.1.4).
#
# Its key signs for three months; what it signed last lives for another month, as long as the
# certificate.  Three months and thirty days can be a day or two more than four months (begun
# in November): a record's own validity is then cut at the certificate's end.
# certprofile(5) explains the words; a $word is what cert-build is told with --set.

version    3                                                              # Table B.3
serial     at least 63 random bits, at most 20 octets                     # Table B.3
signature  ecdsa-with-SHA256, ecdsa-with-SHA384, ecdsa-with-SHA512        # Table B.3
issuer     other                                                          # Table B.3
validity   4 months, at most 457 days                                     # Table B.3

subject    C   required  country as-issuer                                # Table B.3
subject    CN  required                                                   # Table B.3
subject    ST  optional  subdivision as-issuer                            # Table B.3
strings    PrintableString, UTF8String                                    # Table B.3

key        P-256, P-384, P-521, brainpoolP256r1, brainpoolP320r1, \
           brainpoolP384r1, brainpoolP512r1, Ed25519, Ed448               # Table B.3

extension  authorityKeyIdentifier  required           keyIdentifier       # Table B.3
extension  subjectKeyIdentifier    required           SHA-1               # Table B.3
extension  keyUsage                required critical  digitalSignature    # Table B.3
extension  issuerAltName           required           email or uri $contact  # Table B.3
extension  extKeyUsage             required critical  1.0.18013.5.1.2     # Table B.3
extension  cRLDistributionPoints   required           uri $crl            # Table B.3
extension  privateKeyUsagePeriod   optional           3 months            # RFC 3280 4.2.1.4

forbidden  basicConstraints                                               # Table B.3
forbidden  policyMappings, nameConstraints, policyConstraints, \
           inhibitAnyPolicy, freshestCRL                                  # B.1.1
others     not-critical                                                   # B.1.1
