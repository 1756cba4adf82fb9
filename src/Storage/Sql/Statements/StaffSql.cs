namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements on <c>auth_user</c>.</summary>
internal sealed class StaffSql
{
    public string Find { get; } =
        """
        SELECT id, username, email, password, is_superuser, is_staff, is_active, last_login, date_joined FROM auth_user WHERE username = @username
        """;

    /// <summary>Inserts nothing when the name is taken.</summary>
    public string InsertSuperuser { get; } =
        """
        INSERT INTO auth_user (username, email, password, first_name, last_name, is_superuser, is_staff, is_active, last_login, date_joined)
        VALUES (@username, @email, @password, '', '', TRUE, TRUE, TRUE, NULL, @joined)
        ON CONFLICT (username) DO NOTHING
        """;

    public string ChangePassword { get; } = "UPDATE auth_user SET password = @to WHERE id = CAST(@user AS integer) AND password = @from";
}
