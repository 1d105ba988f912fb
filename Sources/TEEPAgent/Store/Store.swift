/// The Trusted Components, their manifests, the sequence numbers and the trust anchors, in NOR flash.
///
/// ## Layout
///
/// The store owns 12 to 256 pages of 1 KiB. Words are little endian.
///
///     page 0, 1   root, two copies: "TP", layout version, then one word for each commit (``RootEntry``)
///     page 2 …    pool: journal, slots, inbox; nothing of it is reserved for one of them
///
/// The *journal* is a *directory* for each commit, of which the last one counts. A directory is all that the store
/// holds: the provisioning content and others (``StoreContent``); for each manifest a record with its identifier, sequence number, digest and the
/// place of its bytes, followed by one record for each component and each dependency that it links; for each removed
/// manifest its identifier and sequence number. It is written to free pages, twice, and the last word of the root
/// says where both copies are. A *slot* is a number of pages in a row with the bytes of a manifest or component, or
/// with a message that is larger than the RAM for it: the *inbox*. Nothing is ever looked for in another place than
/// where root and directory say, so what a payload contains can never pass for a part of the store. A store whose
/// layout version is another one is refused.
///
/// ## What is atomic, and what a commit is
///
/// A transaction (``put(manifest:sequenceNumber:digest:bytes:)`` and what follows it) writes a new directory and
/// touches nothing that is in use. ``commit()`` completes it and adds its place to the root. That word in a root page
/// is the commit: before it the old state counts, after it the new one, whole, however many manifests it puts and
/// removes. Half of the word is the complement of the other half, so that it is not mistaken where power fails while
/// it is programmed. It then goes to the other root page. A root page that is full or damaged is erased and begun
/// anew, while the other one holds the word that counts.
///
/// Mounting takes the newest directory that the last word of a root page names and that fits its checksum. Where a
/// root page lacks it, or the other copy of the directory does not fit its checksum, all of them are replaced by a
/// commit that changes nothing else; so this can be cut too. Pages that the directory does not name are free. A page
/// is erased right before it is written, neither when it is freed nor ahead, and each word is programmed once: after a
/// cut nothing depends on a page that was being erased or on a word that was being programmed.
///
/// ## What is guarded, and by what
///
/// CRC-32 guards each directory. The bytes of manifests and components are guarded by the digests that they were
/// staged with: whoever reads them checks. One damaged page costs at most the manifest or component on it; of what is
/// kept twice, the provisioning content and the sequence numbers among it, nothing, and ``wasRepaired`` tells of it.
/// Where both copies of root or directory are damaged, the store cannot be mounted any more, so nothing is installed
/// until the device is provisioned again.
///
/// ## How much it holds
///
/// A slot takes whole pages in a row. A directory takes 12 bytes, 4 and its bytes for each content, 48 and the identifier
/// for each manifest, 40 and the identifier for each component, 4 and the identifier for each dependency, 12 and the
/// identifier for each removed manifest; each of these is filled up to whole words. Free pages for two more
/// directories are kept back, so that a removal never fails for want of room. At most 64 manifests are remembered,
/// installed and removed ones together; there is no other limit than room. What is replaced stays until the commit,
/// so both need room. Where enough pages are free for a slot but not in a row, what lies between them is moved, in a
/// transaction of its own, if it fits into the other gaps; not while a transaction is open.
///
/// ## How long flash lasts
///
/// A commit erases the pages of two directories, and a slot its own pages. Pages are taken in turn, from where the
/// last ones were taken, so that the wear spreads over all pages that are ever free: over 174 pages of which 50 never
/// change, 174/124 or 1.4 times the mean of all. A root page is erased at every 255th commit, which together erase a
/// page of the pool of 174 three times or more. With 20,000 erases a page (nRF51822) that pool lasts for 580,000
/// installs of a component and a manifest of up to 1 KiB each, with directories of up to 2 KiB: six pages each.
public struct Store<F: Flash & ~Copyable>: ~Copyable {
  var flash: F
  let pageCount: Int
  /// Where the copies are of what was committed last.
  var entry = RootEntry(pages: 0, 0)
  /// The copy that is read.
  var directory = Directory(start: 0, end: 0)
  /// ``Root/end`` of both root pages.
  var rootEnds = InlineArray<2, UInt16>(repeating: 0)
  /// The pages of both copies of the directory, and of what it names.
  var committed = PageMap()
  /// The pages of the transaction, and of slots that are not committed.
  var held = PageMap()
  /// The page from which on the next ones are taken.
  var cursor = StoreLayout.poolPage
  /// Why nothing can be changed.
  var refusal: StoreError?
  var transaction = Transaction()
  /// How often ``commit()`` has changed what the store holds since it was mounted.
  public internal(set) var changeCount: UInt32 = 0
  /// The root page that the next commit goes to first: the one that lacks the last commit, if one does.
  var firstRoot: UInt8 = 0
  /// Whether a copy of something was found damaged when the store was mounted, or a cut commit undone.
  public internal(set) var wasRepaired = false

  /// Takes the store as it was when the last commit was made, and finishes or undoes what was under way then.
  ///
  /// Throws ``StoreError/unsupportedSize``, ``StoreError/unknownLayoutVersion``, ``StoreError/notProvisioned``,
  /// ``StoreError/contentLost`` or ``StoreError/flash(_:)``.
  public init(mounting flash: consuming F) throws(StoreError) {
    pageCount = flash.bytes.count / flashPageSize
    self.flash = flash
    try requireSize()
    try mount()
  }

  /// Makes a new store that holds `content` as its provisioning and nothing else, whatever was there before.
  ///
  /// Throws ``StoreError/unsupportedSize``, ``StoreError/provisioningTooLong`` or ``StoreError/flash(_:)``.
  public init(provisioning flash: consuming F, with content: Span<UInt8>) throws(StoreError) {
    pageCount = flash.bytes.count / flashPageSize
    self.flash = flash
    try requireSize()
    for copy in 0..<StoreLayout.copyCount { try erase(pageAt: copy &* flashPageSize) }
    try put(provisioning: content)
    try commit()
  }

  private func requireSize() throws(StoreError) {
    guard flash.bytes.count == pageCount &* flashPageSize, StoreLayout.pageCounts ~= pageCount
    else { throw .unsupportedSize }
  }

  /// The pages for directories and slots.
  var pool: Range<Int> { StoreLayout.poolPage..<pageCount }
}
