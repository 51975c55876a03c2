import { Migration } from '@mikro-orm/migrations';

export class Migration20261124123857_idempotency_keys extends Migration {

  override name = 'Migration20261124123857_idempotency_keys';

  override up(): void | Promise<void> {
    this.addSql(`create table \`idempotency_keys\` (\`id\` integer not null primary key autoincrement, \`user_id\` bigint not null, \`key\` text not null, \`request_hash\` text not null, \`status\` integer null, \`body\` json null, \`location\` text null, \`created_at\` datetime not null, constraint \`idempotency_keys_user_id_foreign\` foreign key (\`user_id\`) references \`users\` (\`id\`) on delete cascade);`);
    this.addSql(`create index \`idempotency_keys_user_id_index\` on \`idempotency_keys\` (\`user_id\`);`);
    this.addSql(`create index \`idempotency_keys_created_at_index\` on \`idempotency_keys\` (\`created_at\`);`);
    this.addSql(`create unique index \`idempotency_keys_user_id_key_unique\` on \`idempotency_keys\` (\`user_id\`, \`key\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`idempotency_keys\`;`);
  }

}
