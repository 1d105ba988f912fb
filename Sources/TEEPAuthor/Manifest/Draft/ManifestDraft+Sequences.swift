import Crypto
import TEEPCodec
import TEEPHost

/// The sequences of the usual manifest, in the shape of draft-ietf-teep-protocol-26, appendix E: the shared sequence checks
/// vendor and class and says what each component has to be, install fetches or writes it and checks its digest, uninstall
/// unlinks it. Dependencies come first, except when something is removed.
extension ManifestDraft {
  mutating func makeSequences(_ description: ManifestDescription, _ payloads: [ComponentPayload]) throws {
    for index in description.components.indices {
      let payload = payloads.first { $0.index == index }
      shared += select(index) + identity(description.deviceClass, payload?.content)
      sections[.uninstall, default: []] += select(index) + [.reported(.directiveUnlink)]
    }
    for (position, dependency) in dependencies.enumerated() {
      let index = components.count + position
      shared +=
        select(index) + [
          .parameters(imageParameters(dependency.digest, dependency.envelopeSize), overriding: true)
        ]
      let processing =
        select(index) + [.reported(.conditionDependencyIntegrity), .reported(.directiveProcessDependency)]
      sections[.dependencyResolution, default: []] += resolution(of: dependency, at: index)
      for section in dependency.sections where section != .uninstall {
        sections[section, default: []] += processing
      }
      sections[.uninstall, default: []] += select(index) + [.reported(.directiveUnlink)]
    }
    for payload in payloads {
      sections[.install, default: []] += installation(of: payload)
      if description.isValidated {
        sections[.validate, default: []] += select(payload.index) + [.reported(.conditionImageMatch)]
      }
    }
    if let invocation = description.invocation,
      let index = description.components.firstIndex(where: { $0.identifier == invocation.component })
    {
      let arguments = invocation.arguments.map {
        [ManifestCommand.parameters([ManifestParameter(.invokeArguments, .bytes($0))], overriding: true)]
      }
      sections[.invoke, default: []] += select(index) + (arguments ?? []) + [.reported(.directiveInvoke)]
    }
  }

  /// With several components or dependencies, every sequence begins with the index that it is about
  /// (draft-ietf-suit-manifest-37, section 8.4.10.1).
  private func select(_ index: Int) -> [ManifestCommand] {
    components.count + dependencies.count > 1 ? [.setComponentIndex(.one(UInt16(index)))] : []
  }

  private func identity(_ deviceClass: DeviceClass?, _ content: [UInt8]?) -> [ManifestCommand] {
    var parameters: [ManifestParameter] = []
    if let deviceClass {
      parameters.append(ManifestParameter(.vendorIdentifier, .bytes(deviceClass.vendorIdentifier.bytes)))
      parameters.append(ManifestParameter(.classIdentifier, .bytes(deviceClass.classIdentifier.bytes)))
    }
    if let content { parameters += imageParameters(Array(SHA256.hash(data: content)), content.count) }
    let conditions: [ManifestCommand] =
      deviceClass == nil ? [] : [.reported(.conditionVendorIdentifier), .reported(.conditionClassIdentifier)]
    return (parameters.isEmpty ? [] : [.parameters(parameters, overriding: true)]) + conditions
  }

  private func imageParameters(_ digest: [UInt8], _ size: Int) -> [ManifestParameter] {
    [ManifestParameter(.imageDigest, .digest(digest)), ManifestParameter(.imageSize, .number(UInt64(size)))]
  }

  private func resolution(of dependency: DependencyDraft, at index: Int) -> [ManifestCommand] {
    guard let uri = dependency.uri else { return [] }
    return select(index) + [
      .parameters([ManifestParameter(.uri, .text(uri))], overriding: true), .reported(.directiveFetch),
      .reported(.conditionImageMatch),
    ]
  }

  private func installation(of payload: ComponentPayload) -> [ManifestCommand] {
    let own = select(payload.index)
    guard let uri = payload.uri else {
      return own + [
        .parameters(
          [ManifestParameter(.content, .bytes(payload.encrypted?.ciphertext ?? payload.content))]
            + encryptionInfo(payload), overriding: true),
        .reported(.directiveWrite), .reported(.conditionImageMatch),
      ]
    }
    let fetched = [ManifestParameter(.uri, .text(uri))]
    guard let encrypted = payload.encrypted, let staging = payload.staging else {
      return own + [
        .parameters(fetched, overriding: true), .reported(.directiveFetch), .reported(.conditionImageMatch),
      ]
    }
    let image = imageParameters(Array(SHA256.hash(data: encrypted.ciphertext)), encrypted.ciphertext.count)
    return select(staging) + [
      .parameters(image + fetched, overriding: true), .reported(.directiveFetch),
      .reported(.conditionImageMatch),
    ] + own + [
      .parameters(
        encryptionInfo(payload) + [ManifestParameter(.sourceComponent, .number(UInt64(staging)))],
        overriding: true),
      .reported(.directiveCopy), .reported(.conditionImageMatch),
    ]
  }

  private func encryptionInfo(_ payload: ComponentPayload) -> [ManifestParameter] {
    payload.encrypted.map { [ManifestParameter(.encryptionInfo, .bytes($0.encryptionInfo))] } ?? []
  }
}
