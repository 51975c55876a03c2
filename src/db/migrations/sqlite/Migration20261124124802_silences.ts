import { Migration } from '@mikro-orm/migrations';

export class Migration20261124124802_silences extends Migration {

  override name = 'Migration20261124124802_silences';

  override up(): void | Promise<void> {
    this.addSql(`create table \`silences\` (\`id\` integer not null primary key autoincrement, \`started_at\` datetime not null, \`until\` datetime null, \`ended_at\` datetime null, \`reason\` text null, \`created_by\` text not null, \`created_at\` datetime not null);`);
    this.addSql(`create index \`silences_ended_at_until_index\` on \`silences\` (\`ended_at\`, \`until\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`silences\`;`);
  }

}
