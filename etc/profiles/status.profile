# status - the certificate of who signs status lists of mdocs
# (ISO/IEC 18013-5, second edition, Table B.9), issued by the same root as the Document Signer.
#
# certprofile(5) explains the words; a $word is what cert-build is told with --set.

version    3                                                              # Table B.9
serial     at least 63 random bits, at most 20 octets                     # Table B.9
signature  ecdsa-with-SHA256, ecdsa-with-SHA384, ecdsa-with-SHA512        # Table B.9
issuer     other                                                          # Table B.9
validity   13 months, at most 1187 days                                   # Table B.9

subject    C   required  country as-issuer                                # Annex B
subject    CN  required                                                   # Annex B
subject    ST  optional  subdivision as-issuer                            # Annex B
strings    PrintableString, UTF8String                                    # Annex B

key        P-256, P-384, P-521, brainpoolP256r1, brainpoolP320r1, \
           brainpoolP384r1, brainpoolP512r1                               # Table B.9

extension  authorityKeyIdentifier  required           keyIdentifier       # Table B.9
extension  subjectKeyIdentifier    required           SHA-1               # Table B.9
extension  keyUsage                required critical  digitalSignature    # Table B.9
extension  extKeyUsage             allowed                                # Table B.9
extension  issuerAltName           optional           email or uri $contact  # Table B.9
extension  cRLDistributionPoints   optional           uri $crl            # Table B.9

forbidden  policyMappings, nameConstraints, policyConstraints, \
           inhibitAnyPolicy, freshestCRL                                  # B.1.1
others     not-critical                                                   # Table B.9
