import { Migration } from '@mikro-orm/migrations';

export class Migration20261124124808_silences extends Migration {

  override name = 'Migration20261124124808_silences';

  override up(): void | Promise<void> {
    this.addSql(`create table \`silences\` (\`id\` bigint unsigned not null auto_increment primary key, \`started_at\` datetime(3) not null, \`until\` datetime(3) null, \`ended_at\` datetime(3) null, \`reason\` varchar(500) null, \`created_by\` varchar(200) not null, \`created_at\` datetime(3) not null) default character set utf8mb4 collate utf8mb4_0900_bin engine = InnoDB;`);
    this.addSql(`alter table \`silences\` add index \`silences_ended_at_until_index\` (\`ended_at\`, \`until\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`silences\`;`);
  }

}
