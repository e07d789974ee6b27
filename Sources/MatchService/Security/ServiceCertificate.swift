import HummingbirdTLS

/// The certificate by which the service proves who it is.
enum ServiceCertificate {
  /// TLS 1.2 or later with a chain and a key from PEM files.
  ///
  /// - Throws: ``SettingsFault`` naming the file.
  static func configuration(certificate: String, key: String) throws(SettingsFault) -> TLSConfiguration {
    let chain: [NIOSSLCertificate]
    do { chain = try NIOSSLCertificate.fromPEMFile(certificate) } catch {
      throw SettingsFault("tls.certificate \(certificate): cannot be read; a PEM file of certificates was expected")
    }
    let privateKey: NIOSSLPrivateKey
    do { privateKey = try NIOSSLPrivateKey(file: key, format: .pem) } catch {
      throw SettingsFault("tls.key \(key): cannot be read; a PEM file of a private key was expected")
    }
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(privateKey))
    configuration.minimumTLSVersion = .tlsv12
    return configuration
  }
}
