namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>The shared statements in one database's spelling, made once: prepared statements are found by the identity of their text.</summary>
internal sealed class SqlStatements(SqlDialect dialect)
{
    public WorldSql World { get; } = new(dialect);

    public RoomSql Room { get; } = new(dialect);

    public RoomViewSql RoomView { get; } = new(dialect);

    public UserSql User { get; } = new(dialect);

    public ModerationSql Moderation { get; } = new(dialect);

    public DeletionSql Deletion { get; } = new(dialect);

    public BlockSql Block { get; } = new(dialect);

    public UserSearchSql UserSearch { get; } = new(dialect);

    public WebPushSql WebPush { get; } = new(dialect);

    public ChatSql Chat { get; } = new(dialect);

    public ChatReactionSql ChatReaction { get; } = new(dialect);

    public DirectSql Direct { get; } = new(dialect);

    public CallSql Call { get; } = new(dialect);

    public NotificationSql Notification { get; } = new(dialect);

    public ReadStateSql ReadState { get; } = new(dialect);

    public ImportSql Import { get; } = new(dialect);

    public CloneSql Clone { get; } = new(dialect);

    public ShortTokenSql ShortToken { get; } = new(dialect);

    public AuditSql Audit { get; } = new(dialect);

    public QuestionSql Question { get; } = new(dialect);

    public PollSql Poll { get; } = new(dialect);

    public AnnouncementSql Announcement { get; } = new(dialect);

    public ExhibitionSql Exhibition { get; } = new(dialect);

    public ContactSql Contact { get; } = new(dialect);

    public PosterSql Poster { get; } = new(dialect);

    public RouletteSql Roulette { get; } = new(dialect);

    public CleanUpSql CleanUp { get; } = new(dialect);

    public WorldClearingSql WorldClearing { get; } = new(dialect);

    public DigitalSambaSql DigitalSamba { get; } = new();

    public WorkSql Work { get; } = new();

    public StaffSql Staff { get; } = new();
}
