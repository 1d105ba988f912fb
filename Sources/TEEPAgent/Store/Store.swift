/// The Trusted Components, their manifests and the sequence numbers, in NOR flash.
///
/// ## Layout
///
/// The store owns 12 to 256 pages of 1 KiB. Words are little endian.
///
///     page 0, 1   provisioning content, first copy: "TEEP", layout version, byte count and CRC-32 of the
///                 content (four words), content
///     page 2, 3   provisioning content, second copy
///     page 4      journal, first copy: entries of four words, one for each commit (``JournalEntry``)
///     page 5      journal, second copy
///     page 6 …    pool: slots (bytes of manifests and components, contiguous) and directories
///
/// A *directory* is all that is installed: for each manifest a record with its identifier, sequence number,
/// digest and the place of its bytes, followed by one record for each component that it links; for each removed
/// manifest its identifier and sequence number. It is contiguous and written twice. The last entry of the journal
/// says where both copies are. Their pages are the only place where anything is looked for: what a payload
/// contains can never pass for a part of the store.
///
/// ## What is atomic, and what a commit is
///
/// A transaction (``put(manifest:sequenceNumber:digest:bytes:)`` and what follows it) writes a new directory into
/// free pages and touches nothing that is in use. ``commit()`` completes it and adds an entry to the journal. The
/// last word of that entry in the first journal page is the commit: before it the old state counts, after it the
/// new one, whole, however many manifests it puts and removes. The entry then goes to the second journal page.
/// A journal page that is full is erased and begun anew, while the other one holds the entry that counts.
///
/// Mounting takes the newest entry of a journal page that ends in an intact one. The journal page that lacks it
/// is erased and written again; a copy of the provisioning content or of the directory that does not fit its
/// checksum is written anew from the other one. Each of these leaves the intact copy alone, so it can be cut too.
/// Pages that the directory does not name are free. A page is erased right before it is written, not when it is
/// freed, and each word is programmed once: after a cut nothing depends on a page that was being erased or on a
/// word that was being programmed.
///
/// ## What is guarded, and by what
///
/// CRC-32 guards the provisioning content, each directory and each journal entry. The bytes of manifests and
/// components are guarded by the digests that they were staged with: whoever reads them checks. One damaged page
/// costs at most the manifest or component on it. Where both copies of the journal or of the directory are
/// damaged, the sequence numbers are lost; nothing is changed any more until the device is provisioned again.
///
/// ## How much it holds
///
/// A slot takes whole pages. A directory takes 48 bytes and the identifier for each manifest, 40 and the
/// identifier for each component, 12 and the identifier for each removed manifest; identifiers are filled up to
/// whole words. Free pages for two more directories are kept back, so that a removal never fails for want of
/// room. At most 64 manifests are remembered, installed and removed ones together; there is no other limit than
/// room. A manifest or component is replaced by one that is written beside it, so both need room.
///
/// ## How long flash lasts
///
/// A commit erases the pages of two directories, and a slot its own pages. Pages are taken in turn, from where
/// the last directory ends, so that the wear spreads over all pages that are ever free. The journal pages are
/// erased at every 64th commit. With 20,000 erases a page (nRF51822) that is 1.28 million commits; a pool of 166
/// pages lasts for 830,000 installs of a component and a manifest of up to 1 KiB each. The provisioning pages are
/// written only where they are damaged.
public struct Store<F: Flash & ~Copyable>: ~Copyable {
  var flash: F
  let pageCount: Int
  /// The copy of the provisioning content that is read.
  var provisioningCopy = 0
  /// The last commit.
  var current = JournalEntry()
  /// The copy of the directory that is read.
  var directoryCopy = 0
  /// The pages that `current` names, those of slots that are not committed, and those of the transaction.
  var taken = PageMap()
  /// The page from which on the next ones are taken.
  var cursor = StoreLayout.poolPage
  /// Why nothing can be changed.
  var refusal: StoreError?
  var transaction = Transaction()

  /// Takes the store as it was when the last commit was made, and finishes or undoes what was under way then.
  ///
  /// Throws ``StoreError/unsupportedSize``, ``StoreError/unknownLayoutVersion``, ``StoreError/provisioningLost`` or
  /// ``StoreError/flash(_:)``.
  public init(mounting flash: consuming F) throws(StoreError) {
    let byteCount = flash.bytes.count
    pageCount = byteCount / flashPageSize
    self.flash = flash
    guard byteCount % flashPageSize == 0, StoreLayout.pageCounts ~= pageCount
    else { throw .unsupportedSize }
    try mountProvisioning()
    try mountJournal()
  }

  /// The pages for slots and directories.
  var pool: Range<Int> { StoreLayout.poolPage..<pageCount }

  /// What is installed.
  var directory: Directory { current.directory(copy: directoryCopy) }
}
