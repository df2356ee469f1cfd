# iaca - the root certificate of an issuing authority, under which its mdocs are trusted
# (ISO/IEC 18013-5:2021 B.1.2).
#
# A rule is one line: what it is about, what it demands, and after "#" the clause it rests on,
# which cert-check cites.  The words are explained in certprofile(5).  A $word is what
# cert-build is told with --set.

version    3                                                              # Table B.1
serial     at least 63 random bits, at most 20 octets                     # Table B.1
signature  ecdsa-with-SHA256, ecdsa-with-SHA384, ecdsa-with-SHA512        # Table B.1
issuer     self                                                           # Table B.1
validity   9 years, at most 20 years                                      # Table B.1

subject    C   required  country                                          # Table B.1
subject    CN  required                                                   # Table B.1
subject    ST  optional  subdivision                                      # Table B.1
strings    PrintableString, UTF8String                                    # Table B.1

key        P-256, P-384, P-521, brainpoolP256r1, brainpoolP320r1, \
           brainpoolP384r1, brainpoolP512r1                               # Table B.1

extension  subjectKeyIdentifier   required           SHA-1                # Table B.1
extension  keyUsage               required critical  keyCertSign cRLSign  # Table B.1
extension  issuerAltName          required           email or uri $contact  # Table B.1
extension  basicConstraints       required critical  CA path-length 0     # Table B.1
extension  cRLDistributionPoints  required           uri $crl             # Table B.1

forbidden  policyMappings, nameConstraints, policyConstraints, \
           inhibitAnyPolicy, freshestCRL                                  # B.1.1
others     not-critical                                                   # B.1.1
